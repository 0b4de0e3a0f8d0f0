package dev.gatehouse.cli;

import dev.gatehouse.redis.report.UsageReport;
import dev.gatehouse.redis.report.UsageReport.By;
import dev.gatehouse.redis.report.UsageReport.Line;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code usage}: adds up what a tenant used in a month. */
@Command(name = "usage", sortOptions = false, description = {
    "Adds up what a tenant used in a month (UTC), by key, owner, tool or day. Usage is kept for 90 days.",
    "  usage --tenant demo --month 2026-11 --by owner --csv > november.csv"})
final class UsageCommand extends ConfiguredCommand {

  @Option(names = "--tenant", paramLabel = "T", required = true, converter = TenantName.class, description = "Whose usage. Required.")
  private String tenant;

  @Option(names = "--month", paramLabel = "YYYY-MM", description = "Which month. Default: this month")
  private @Nullable String month;

  @Option(names = "--by", paramLabel = "BY", defaultValue = "key",
      description = "What it is added up by: key, owner, tool or day. Default: ${DEFAULT-VALUE}")
  private By by = By.KEY;

  @Mixin
  private OutputOptions output;

  UsageCommand(Clock clock) {
    super(clock);
  }

  @Override
  public Integer call() throws Exception {
    YearMonth asked = month();
    Rows rows = rows();
    List<Line> lines = RedisQuery.with(config, (link, keys) -> new UsageReport(link, keys).of(tenant, asked, by));
    lines.forEach(line -> print(rows, line));
    if (output.isTable()) {
      total(rows, lines);
    }
    rows.end();
    if (lines.isEmpty()) {
      Say.line(spec, "tenant '" + tenant + "' has no usage in " + asked + " (usage is kept for " + UsageReport.DAYS_KEPT + " days)");
    } else if (!asked.atDay(1).isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(UsageReport.DAYS_KEPT))) {
      Say.line(spec, "warning: usage is kept for " + UsageReport.DAYS_KEPT + " days, so the first days of " + asked
          + " are missing or incomplete");
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
