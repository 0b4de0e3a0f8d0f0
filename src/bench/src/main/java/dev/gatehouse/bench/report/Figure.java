package dev.gatehouse.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A number that was measured, perhaps some times.
 *
 * @param what is measured
 * @param unit of the values
 * @param values one or more; their lowest and highest are the noise
 * @param aim what it should be, or nothing
 */
public record Figure(String what, String unit, List<Double> values, String aim) {

  private static final String HEAD = """
      | what | measured | lowest – highest | aim |
      |---|---:|---:|---:|
      """;

  /** Copies the values. */
  public Figure {
    values = List.copyOf(values);
  }

  /** A number that was measured once. */
  public static Figure once(String what, String unit, double value, String aim) {
    return new Figure(what, unit, List.of(value), aim);
  }

  /** Some as a table in Markdown, which ends with a line break. */
  public static String table(List<Figure> figures) {
    return HEAD + figures.stream().map(Figure::line).collect(Collectors.joining());
  }

  private String line() {
    double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
    String noise = sorted.length < 2 ? "–" : number(sorted[0]) + " – " + number(sorted[sorted.length - 1]);
    return "| %s | %s | %s | %s |\n".formatted(what, (number(Row.median(values)) + " " + unit).strip(), noise, aim.isEmpty() ? "–" : aim);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "?"
        : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : Math.abs(value) < 100 ? "%.1f" : "%.0f", value);
  }
}
