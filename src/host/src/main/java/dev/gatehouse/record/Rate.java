package dev.gatehouse.record;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code N/T}: a burst of N calls, refilled at N per T.
 *
 * @param most N, 1 to 1,000,000,000
 * @param period T, a millisecond to 366 days
 */
public record Rate(long most, Duration period) implements Allowance {

  private static final Pattern FORM = Pattern.compile("(\\d{1,10})/(\\d{0,9})(" + Units.OF_TIME + ")");
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  /** Refuses what cannot be counted. */
  public Rate {
    if (most < 1 || most > 1_000_000_000) {
      throw new IllegalArgumentException("a rate admits 1 to 1000000000 calls");
    }
    if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a rate's period is 1ms to 366d");
    }
  }

  /**
   * Reads one rate or several, separated by spaces.
   *
   * @throws IllegalArgumentException when any of them is not {@code N/T} with T such as {@code 1m}, {@code 30s}, {@code h}
   */
  public static List<Rate> parseAll(String text) {
    List<Rate> rates = new ArrayList<>();
    for (String part : text.trim().split("\\s+")) {
      rates.add(parse(part));
    }
    return List.copyOf(rates);
  }

  private static Rate parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a rate such as 100/1m");
    }
    String amount = m.group(2).isEmpty() ? "1" : m.group(2);
    return new Rate(Long.parseLong(m.group(1)), Units.duration(amount + m.group(3)));
  }

  @Override
  public Kind kind() {
    return Kind.RATE;
  }

  /** A rate that is changed has nothing worth keeping: it gets a counter of its own. */
  @Override
  public String counter() {
    return toString();
  }

  @Override
  public String scriptPeriod() {
    return Long.toString(micros());
  }

  @Override
  public String window() {
    return ";w=" + Math.max(1, period.toSeconds());
  }

  @Override
  public String words() {
    return "limit of " + this;
  }

  @Override
  public Use use(Use before, Instant now) {
    double perMicro = (double) most / micros();
    long at = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    return new Use(Math.max(0, before.used() - Math.max(0, at - before.at()) * perMicro), at, perMicro, 0);
  }

  private long micros() {
    return TimeUnit.NANOSECONDS.toMicros(period.toNanos());
  }

  /** The canonical form, in the largest unit that divides the period. */
  @Override
  public String toString() {
    long ms = period.toMillis();
    String[] units = {"d", "h", "m", "s"};
    long[] millis = {86_400_000, 3_600_000, 60_000, 1_000};
    for (int i = 0; i < units.length; i++) {
      if (ms % millis[i] == 0) {
        return most + "/" + ms / millis[i] + units[i];
      }
    }
    return most + "/" + ms + "ms";
  }
}
