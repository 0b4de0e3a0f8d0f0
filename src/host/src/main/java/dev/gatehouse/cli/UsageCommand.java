package dev.gatehouse.cli;

import dev.gatehouse.record.Identifier;
import dev.gatehouse.redis.report.UsageReport;
import dev.gatehouse.redis.report.UsageReport.By;
import dev.gatehouse.redis.report.UsageReport.Line;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code usage}: adds up what a tenant used in a month. */
@Command(name = "usage", sortOptions = false, description = {
    "Adds up what a tenant used in a month (UTC), by key, owner, tool or day. Usage is kept for 90 days.",
    "  usage --tenant demo --month 2026-11 --by owner --csv > november.csv"})
final class UsageCommand implements Callable<Integer> {

  @Option(names = "--tenant", paramLabel = "T", required = true, description = "Whose usage. Required.")
  private String tenant;

  @Option(names = "--month", paramLabel = "YYYY-MM", description = "Which month. Default: this month")
  private @Nullable String month;

  @Option(names = "--by", paramLabel = "BY", defaultValue = "key",
      description = "What it is added up by: key, owner, tool or day. Default: ${DEFAULT-VALUE}")
  private By by = By.KEY;

  @Mixin
  private OutputOptions output;

  @Parameters(index = "0", arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration that names the Redis. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Spec
  private CommandSpec spec;

  private final Clock clock;

  UsageCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (!Identifier.NAME.matches(tenant)) {
      throw new ParameterException(spec.commandLine(), "--tenant: it must be the name of a tenant: 1 to 63 of a-z 0-9 _ -");
    }
    YearMonth asked = month();
    Rows rows = rows();
    List<Line> lines = RedisQuery.with(config, (link, keys) -> new UsageReport(link, keys).of(tenant, asked, by));
    lines.forEach(line -> print(rows, line));
    if (output.isTable()) {
      total(rows, lines);
    }
    rows.end();
    if (lines.isEmpty()) {
      Say.line(spec, "tenant '" + tenant + "' used nothing in " + asked + ", or longer ago than is kept");
    }
    return 0;
  }

  private YearMonth month() {
    try {
      return month == null ? YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)) : YearMonth.parse(month);
    } catch (DateTimeException e) {
      throw new ParameterException(spec.commandLine(), "--month: it must be a month such as 2026-11", e);
    }
  }

  private Rows rows() {
    String what = by.name().toLowerCase(Locale.ROOT);
    return switch (by) {
      case KEY -> output.rows("key", "owner", "name", "calls", "errors", "denied");
      case TOOL -> output.rows("kind", "name", "calls");
      default -> output.rows(what, "calls", "errors", "denied");
    };
  }

  private void print(Rows rows, Line line) {
    switch (by) {
      case KEY -> rows.row(line.what(), line.owner(), line.name(), line.calls(), line.errors(), line.denied());
      case TOOL -> {
        String tool = Objects.requireNonNull(line.what());
        int colon = tool.indexOf(':');
        rows.row(tool.substring(0, colon), tool.substring(colon + 1), line.calls());
      }
      default -> rows.row(line.what(), line.calls(), line.errors(), line.denied());
    }
  }

  private void total(Rows rows, List<Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    long calls = lines.stream().mapToLong(Line::calls).sum();
    long errors = lines.stream().mapToLong(Line::errors).sum();
    long denied = lines.stream().mapToLong(Line::denied).sum();
    switch (by) {
      case KEY -> rows.row("total", null, null, calls, errors, denied);
      case TOOL -> rows.row("total", null, calls);
      default -> rows.row("total", calls, errors, denied);
    }
  }
}
