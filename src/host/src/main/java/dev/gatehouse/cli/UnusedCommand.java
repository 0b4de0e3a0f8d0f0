package dev.gatehouse.cli;

import dev.gatehouse.record.OneLine;
import dev.gatehouse.redis.audit.LastUse;
import dev.gatehouse.redis.report.KeyFilter;
import dev.gatehouse.redis.report.KeyRow;
import dev.gatehouse.redis.report.KeySearch;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code unused}: lists keys that have not been used for a number of days, one a line below a header, with tabs between the columns. */
@Command(name = "unused",
    description = "Lists keys that were made and last used more than N days ago: id, tenant, owner, last use, with tabs between.")
final class UnusedCommand extends ConfiguredCommand {

  @Option(names = "--days", paramLabel = "N", defaultValue = "90", description = "For how many days. Default: ${DEFAULT-VALUE}")
  private int days;

  UnusedCommand(Clock clock) {
    super(clock);
  }

  @Override
  public Integer call() throws Exception {
    if (days < 1 || days > 399) {
      throw wrong("--days: it must be 1 to 399; a use is remembered for 400 days");
    }
    KeyFilter filter = KeyFilter.ALL.unused(clock.instant().minus(Duration.ofDays(days)));
    List<KeyRow> unused = new ArrayList<>();
    long keys = RedisQuery.with(config, (link, names) -> new KeySearch(link, names, clock).each(filter, rows -> {
      unused.addAll(rows);
      return Future.succeededFuture();
    }));
    unused.sort(Comparator.comparing(KeyRow::id));
    PrintWriter out = spec.commandLine().getOut();
    out.println(String.join("\t", "key", "tenant", "owner", "last use"));
    unused.forEach(key -> out.println(line(key)));
    out.flush();
    if (unused.isEmpty()) {
      Say.line(spec, keys == 0 ? "there is no key" : "each of the " + keys + " keys was used or made in the last " + days + " days");
    }
    return 0;
  }

  private static String line(KeyRow key) {
    return Stream.of(key.id(), key.tenant(), key.owner(), key.lastUse() == null ? "never" : LastUse.minute(key.lastUse()))
        .map(OneLine::word).collect(Collectors.joining("\t"));
  }
}
