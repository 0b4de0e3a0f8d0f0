package dev.gatehouse.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The comparison as a table in Markdown. A ratio is of medians, to a row that may not have been measured. */
public final class CostTable {

  private static final String BARE = "bare";
  private static final String CEILING = "ceiling";
  private static final String QUARKUS = "quarkus";
  private static final String HEAD = """
      | row | server | µs a call | lowest – highest | × bare | × ceiling | × Quarkus | Redis, µs |
      |---|---|---:|---:|---:|---:|---:|---:|
      """;

  private final List<Row> rows;

  private CostTable(List<Row> rows) {
    this.rows = rows;
  }

  /** The table, which ends with a line break. */
  public static String of(List<Row> rows) {
    CostTable table = new CostTable(rows);
    return HEAD + rows.stream().map(table::line).collect(Collectors.joining());
  }

  private String line(Row row) {
    String title = row.ours() ? "**this host, " + row.title() + "**" : row.title();
    return "| `%s` | %s | %s | %s – %s | %s | %s | %s | %s |\n".formatted(row.name(), title, number(row.micros()), number(row.least()),
        number(row.most()),
        ratio(row, BARE), ratio(row, CEILING), ratio(row, QUARKUS), number(row.redisMicros()));
  }

  private String ratio(Row row, String to) {
    return rows.stream().filter(one -> one.name().equals(to)).findFirst()
        .map(one -> String.format(Locale.ROOT, "%.2f", row.micros() / one.micros())).orElse("–");
  }

  /** Three digits are more than the noise leaves. */
  private static String number(double micros) {
    return Double.isNaN(micros) ? "–" : String.format(Locale.ROOT, micros < 100 ? "%.1f" : "%.0f", micros);
  }
}
