package dev.gatehouse.bench.units;

import dev.gatehouse.bench.report.Row;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A cost that was measured, perhaps some times.
 *
 * @param id by which the plan's formulas name it: {@code key.host}
 * @param what is measured, in words
 * @param unit of the values
 * @param values one or more; their lowest and highest are the noise
 */
record Unit(String id, String what, String unit, List<Double> values) {

  Unit {
    values = List.copyOf(values);
  }

  static Unit once(String id, String what, String unit, double value) {
    return new Unit(id, what, unit, List.of(value));
  }

  /** The median. */
  double value() {
    return Row.median(values);
  }

  /** The median, and the lowest and the highest value when there are some. */
  String shown() {
    return values.size() < 2 ? number(value()) : number(value()) + " (" + noise() + ")";
  }

  /** The lowest and the highest value. */
  String noise() {
    return values.size() < 2 ? "–" : number(Collections.min(values)) + " – " + number(Collections.max(values));
  }

  /** With three digits, or all before the point. */
  static String number(double value) {
    double size = Math.abs(value);
    return Double.isNaN(value) ? "?"
        : size >= 1_000 ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f", value);
  }

  String line() {
    return Stream.concat(Stream.of(id, what, unit), values.stream().map(String::valueOf)).reduce((a, b) -> a + '\t' + b).orElseThrow();
  }

  /** Reads {@link #line}. */
  static Unit read(String line) {
    String[] words = line.split("\t");
    return new Unit(words[0], words[1], words[2], Stream.of(words).skip(3).map(Double::valueOf).toList());
  }
}
