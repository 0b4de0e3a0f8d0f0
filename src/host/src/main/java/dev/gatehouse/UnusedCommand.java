package dev.gatehouse;

import dev.gatehouse.redis.KeyUse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unused}: keys that nobody has used for some days, one a line. */
@Command(name = "unused", description = "Lists keys that were not used for N days: id, tenant, owner, last use.")
final class UnusedCommand implements Callable<Integer> {

  private final Clock clock;

  @Option(names = "--days", paramLabel = "N", defaultValue = "90", description = "For how many days, ${DEFAULT-VALUE} without.")
  private int days;

  @Parameters(index = "0", arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration that names the Redis, ${DEFAULT-VALUE} without.")
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
    String since = KeyUse.minute(clock.instant().minus(Duration.ofDays(days)));
    List<KeyUse> uses = RedisSession.with(config, KeyUse::all);
    uses.stream().filter(use -> use.last() == null || use.last().compareTo(since) < 0).map(UnusedCommand::line)
        .forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static String line(KeyUse use) {
    return String.join("\t", use.keyId(), use.tenant(), use.owner() == null ? "-" : use.owner(),
        use.last() == null ? "never" : use.last());
  }
}
