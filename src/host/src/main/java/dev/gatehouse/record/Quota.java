package dev.gatehouse.record;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code N/1d} or {@code N/1mo}: N calls in each day or month of the UTC calendar.
 *
 * @param calls N, 1 to 1,000,000,000
 * @param period what it is counted by
 */
public record Quota(long calls, Period period) implements Allowance {

  private static final Pattern FORM = Pattern.compile("(\\d{1,10})/1?(d|mo)");

  /** A page of the calendar. */
  public enum Period {
    /** From midnight to midnight, UTC. */
    DAY("day", "1d"),
    /** From the first day's midnight to the next month's, UTC. */
    MONTH("month", "1mo");

    private final String word;
    private final String unit;

    Period(String word, String unit) {
      this.word = word;
      this.unit = unit;
    }

    /** {@code day} or {@code month}. */
    public String word() {
      return word;
    }
  }

  /** Refuses what cannot be counted. */
  public Quota {
    Objects.requireNonNull(period, "period");
    if (calls < 1 || calls > 1_000_000_000) {
      throw new IllegalArgumentException("a quota admits 1 to 1000000000 calls");
    }
  }

  /**
   * Reads one quota, or one by day and one by month, separated by spaces.
   *
   * @throws IllegalArgumentException when any of them is not {@code N/1d} or {@code N/1mo}, or two are of one period
   */
  public static List<Quota> parseAll(String text) {
    List<Quota> quotas = new ArrayList<>();
    Set<Period> seen = EnumSet.noneOf(Period.class);
    for (String part : text.trim().split("\\s+")) {
      Quota quota = parse(part);
      if (!seen.add(quota.period)) {
        throw new IllegalArgumentException("there can be only one quota by the " + quota.period.word);
      }
      quotas.add(quota);
    }
    return List.copyOf(quotas);
  }

  private static Quota parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a quota such as 10000/1d or 100000/1mo");
    }
    return new Quota(Long.parseLong(m.group(1)), m.group(2).equals("d") ? Period.DAY : Period.MONTH);
  }

  /** The canonical form. */
  @Override
  public String toString() {
    return calls + "/" + period.unit;
  }
}
