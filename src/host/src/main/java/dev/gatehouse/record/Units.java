package dev.gatehouse.record;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses durations ({@code 30s}) and sizes ({@code 1MiB}): a whole number and a unit. */
public final class Units {

  /** The longest that a deadline may lie ahead: some 2,700 years, which unix seconds of eleven digits still hold. */
  public static final String LONGEST = "999999d";

  /** The units of time, as a part of a regular expression. */
  static final String OF_TIME = "ms|s|m|h|d";

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(" + OF_TIME + ")");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");

  private Units() {
  }

  /** Reads {@code 30s}. */
  static Duration duration(String text) {
    Matcher m = match(DURATION, text);
    Duration unit = switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
    return unit.multipliedBy(Long.parseLong(m.group(1)));
  }

  /**
   * Reads a duration within bounds, all three in one form.
   *
   * @throws IllegalArgumentException when it is none, or not within them
   */
  public static Duration duration(String text, String least, String most) {
    return within(duration(text), duration(least), duration(most));
  }

  static <T extends Comparable<T>> T within(T value, T least, T most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException("not within its bounds");
    }
    return value;
  }

  /** Reads {@code 1MiB} as bytes. */
  static long bytes(String text) {
    Matcher m = match(SIZE, text);
    int shift = switch (m.group(2)) {
      case "KiB" -> 10;
      case "MiB" -> 20;
      case "GiB" -> 30;
      default -> 0;
    };
    return Long.parseLong(m.group(1)) << shift;
  }

  /** The same duration as ISO 8601 writes it, where days stay days; none when the text is no duration. */
  public static Optional<String> iso(String text) {
    Matcher m = DURATION.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    return Optional.of(m.group(2).equals("d") ? "P" + m.group(1) + "D" : duration(text).toString());
  }

  private static Matcher match(Pattern form, String text) {
    Matcher m = form.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a number and a unit");
    }
    return m;
  }
}
