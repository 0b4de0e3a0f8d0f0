package dev.gatehouse.cli;

import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.key.Fields;
import dev.gatehouse.auth.key.KeyField;
import dev.gatehouse.redis.audit.KeyUse;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unused}: lists keys that have not been used for a number of days, one a line below a header, with tabs between the columns. */
@Command(name = "unused",
    description = "Lists keys that were made and last used more than N days ago: id, tenant, owner, last use, with tabs between.")
final class UnusedCommand implements Callable<Integer> {

  private final Clock clock;

  @Option(names = "--days", paramLabel = "N", defaultValue = "90", description = "For how many days. Default: ${DEFAULT-VALUE}")
  private int days;

  @Parameters(index = "0", arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration that names the Redis. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Spec
  private CommandSpec spec;

  UnusedCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (days < 1 || days > 399) {
      throw new ParameterException(spec.commandLine(), "--days: it must be 1 to 399; a use is remembered for 400 days");
    }
    Instant since = clock.instant().minus(Duration.ofDays(days));
    String minute = KeyUse.minute(since);
    List<KeyUse> uses = RedisQuery.with(config, KeyUse::all);
    print(uses.stream().filter(use -> use.last() == null ? !isNew(use, since) : use.last().compareTo(minute) < 0)
        .map(UnusedCommand::line).toList(), uses.size());
    return 0;
  }

  private void print(List<String> lines, int keys) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(String.join("\t", "key", "tenant", "owner", "last use"));
    lines.forEach(out::println);
    out.flush();
    if (lines.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(keys == 0 ? "there is no key" : "each of the " + keys + " keys was used or made in the last " + days + " days");
      err.flush();
    }
  }

  /** Whether the key was made since then; one that does not say when is old. */
  private static boolean isNew(KeyUse use, Instant since) {
    try {
      Instant created = use.created() == null ? null : new Fields(Map.of(KeyField.CREATED.field(), use.created())).moment(KeyField.CREATED);
      return created != null && created.isAfter(since);
    } catch (FieldException e) {
      return false;
    }
  }

  private static String line(KeyUse use) {
    return String.join("\t", use.keyId(), use.tenant(), use.owner() == null ? "-" : use.owner(),
        use.last() == null ? "never" : use.last());
  }
}
