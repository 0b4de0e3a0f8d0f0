package dev.gatehouse.cli;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.Decision;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.RightsSource;
import dev.gatehouse.auth.ScopeGrant;
import dev.gatehouse.auth.TokenIdentity;
import dev.gatehouse.auth.key.ApiKey;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.token.TokenInspection;
import dev.gatehouse.feature.UnmatchedDenies;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.redis.keys.RedisKeyStore;
import dev.gatehouse.tenant.Tenant;
import java.io.InputStream;
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
@Command(name = "explain", description = "Says whether a key or a token may call a tool, and which rule decides.")
final class ExplainCommand implements Callable<Integer> {

  private static final int DENIED = 1;
  private static final String STDIN = "-";

  @Parameters(index = "0", paramLabel = "KEY_ID",
      description = "The key's id: the part after gth_. Or - to read a token or a key from standard input.")
  private String keyId;

  @Parameters(index = "1", paramLabel = "TOOL", description = "The tool's name.")
  private String tool;

  @Parameters(index = "2", arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration that names the Redis. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Spec
  private CommandSpec spec;

  private final InputStream in;

  ExplainCommand(InputStream in) {
    this.in = in;
  }

  @Override
  public Integer call() throws Exception {
    String text = keyId.equals(STDIN) ? VerifyCommand.line(in) : keyId;
    boolean isToken = TokenInspection.hasForm(text);
    String what = isToken ? "token" : "key";
    try {
      Admission admission = (isToken ? new TokenQuery(config, Clock.systemUTC()).inspect(text).record() : key(text)).at(Instant.now());
      return admission instanceof Admission.Admitted admitted ? explain(admitted.principal())
          : refused(what, (Admission.Refused) admission);
    } catch (AuthFailedException e) {
      return refused(what, e.admission());
    }
  }

  private KeyRecord key(String text) throws ConfigException {
    String id = keyId.equals(STDIN) ? ApiKey.parse(text, false).id() : text;
    return RedisQuery.with(config, (link, keys) -> new RedisKeyStore(link, keys, Clock.systemUTC()).find(id));
  }

  private int refused(String what, Admission.Refused refused) {
    return say(new Decision(false, "the " + what + " is refused: " + refused.reason()
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
    if (exit == DENIED && principal.token() != null) {
      further(principal, principal.token(), seen.isReadOnly(tool)).forEach(scope -> out.println("scope '" + scope + "' would grant it"));
    }
    out.println("policy " + principal.policy() + ", from " + String.join(", ", principal.grants().records()));
    seen.warnings().forEach(out::println);
    return exit;
  }

  private List<String> further(Principal principal, TokenIdentity token, boolean readOnly) {
    Grants held = principal.grants();
    return token.further().stream().filter(scope -> {
      List<RightsSource> granting = new ArrayList<>(held.granting());
      granting.addAll(scope.rights());
      return new Grants(granting, held.ceilings()).tool(tool, readOnly).allowed();
    }).map(ScopeGrant::scope).toList();
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
