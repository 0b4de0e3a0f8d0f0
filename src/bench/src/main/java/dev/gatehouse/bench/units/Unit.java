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
 * @param estimate which of them counts
 */
record Unit(String id, String what, String unit, List<Double> values, Estimate estimate) {

  /** Which of several values counts. */
  enum Estimate {
    /** The middle one: for differences, whose noise goes both ways. */
    MEDIAN,
    /** The least one: for processor time, to which other work on the machine only adds. */
    LEAST
  }

  Unit {
    values = List.copyOf(values);
  }

  /** The middle one of some values. */
  Unit(String id, String what, String unit, List<Double> values) {
    this(id, what, unit, values, Estimate.MEDIAN);
  }

  /** The least of some values. */
  static Unit least(String id, String what, String unit, List<Double> values) {
    return new Unit(id, what, unit, values, Estimate.LEAST);
  }

  static Unit once(String id, String what, String unit, double value) {
    return new Unit(id, what, unit, List.of(value));
  }

  /** The one that counts. */
  double value() {
    return estimate == Estimate.LEAST ? values.stream().mapToDouble(value -> value).min().orElse(Double.NaN) : Row.median(values);
  }

  /** It, and with it what shows the noise. */
  String shown() {
    return values.size() < 2 ? number(value())
        : number(value()) + " (" + (estimate == Estimate.LEAST ? "– " + number(Collections.max(values)) : noise()) + ")";
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
    return Stream.concat(Stream.of(id, what, unit, estimate.name()), values.stream().map(String::valueOf)).reduce((a, b) -> a + '\t' + b)
        .orElseThrow();
  }

  /** Reads {@link #line}. */
  static Unit read(String line) {
    String[] words = line.split("\t");
    return new Unit(words[0], words[1], words[2], Stream.of(words).skip(4).map(Double::valueOf).toList(), Estimate.valueOf(words[3]));
  }
}
