package dev.gatehouse.cli;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.ApiKey;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.token.TokenInspection;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.redis.keys.RedisKeyStore;
import dev.gatehouse.redis.report.DeclaredTools;
import dev.gatehouse.redis.report.Explanation;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
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
      return say(Explanation.of(what, admission, tool, false, this::declared));
    } catch (AuthFailedException e) {
      return say(Explanation.refused(what, e.admission()));
    }
  }

  private KeyRecord key(String text) throws ConfigException {
    String id = keyId.equals(STDIN) ? ApiKey.parse(text, false).id() : KeyIds.of(spec, text);
    return RedisQuery.with(config, (link, keys) -> new RedisKeyStore(link, keys, Clock.systemUTC()).find(id));
  }

  private DeclaredTools declared(Principal principal) {
    return LoadedTools.of(config, principal.tenant(), tenant -> DeclaredTools.unmatched(tenant.catalogue(), principal));
  }

  private int say(Explanation explanation) {
    explanation.lines().forEach(spec.commandLine().getOut()::println);
    return explanation.allowed() ? 0 : DENIED;
  }
}
