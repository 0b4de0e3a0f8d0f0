package dev.gatehouse.cli;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.Decision;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.feature.UnmatchedDenies;
import dev.gatehouse.redis.keys.RedisKeyStore;
import dev.gatehouse.tenant.Tenant;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: shows what the host would decide about a key and a tool, and by which rule. */
@Command(name = "explain", description = "Says whether a key may call a tool, and which rule decides.")
final class ExplainCommand implements Callable<Integer> {

  private static final int DENIED = 1;

  @Parameters(index = "0", paramLabel = "KEY_ID", description = "The key's id: the part after gth_.")
  private String keyId;

  @Parameters(index = "1", paramLabel = "TOOL", description = "The tool's name.")
  private String tool;

  @Parameters(index = "2", arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration that names the Redis. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    KeyRecord record = RedisQuery.with(config, (link, keys) -> new RedisKeyStore(link, keys, Clock.systemUTC()).find(keyId));
    Admission admission = record.at(Instant.now());
    if (admission instanceof Admission.Admitted admitted) {
      return explain(admitted.principal());
    }
    Admission.Refused refused = (Admission.Refused) admission;
    return say(new Decision(false, "the key is refused: " + refused.reason()
        + (refused.detail() == null ? "" : " (" + refused.detail() + ")")));
  }

  /** Loads plugins only where needed: where {@code readOnlyHint} decides, or a deny may match nothing. */
  private int explain(Principal principal) {
    Decision plain = principal.grants().tool(tool, false);
    Decision readOnly = principal.grants().tool(tool, true);
    boolean hintDecides = plain.allowed() != readOnly.allowed();
    DeclaredTools seen = hintDecides || principal.grants().denies()
        ? DeclaredTools.of(config, principal.tenant(), tenant -> unmatched(principal, tenant)) : DeclaredTools.NONE;
    int exit = say(seen.isReadOnly(tool) ? readOnly : plain);
    PrintWriter out = spec.commandLine().getOut();
    if (hintDecides && !seen.knows(tool)) {
      out.println(seen.complete() ? "the tenant has no such tool now" + seen.nearest(tool, principal.grants())
          : "if the tool declares readOnlyHint: " + words(readOnly));
    }
    out.println("policy " + principal.policy() + ", from " + String.join(", ", principal.grants().records()));
    seen.warnings().forEach(out::println);
    return exit;
  }

  private static List<String> unmatched(Principal principal, Tenant tenant) {
    UnmatchedDenies unmatched = new UnmatchedDenies(tenant.catalogue());
    List<String> warnings = new ArrayList<>();
    principal.grants()
        .patterns((record, field, patterns) -> unmatched.of(field, patterns).forEach(
            deny -> warnings.add("warning: '" + deny + "' in " + field + " of " + record + " denies none of the " + field + " that tenant '"
                + tenant.name() + "' has now")));
    return warnings;
  }

  private static String words(Decision decision) {
    return (decision.allowed() ? "allowed: " : "denied: ") + decision.rule();
  }

  private int say(Decision decision) {
    spec.commandLine().getOut().println(words(decision));
    return decision.allowed() ? 0 : DENIED;
  }
}
