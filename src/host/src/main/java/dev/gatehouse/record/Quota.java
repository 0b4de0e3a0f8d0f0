package dev.gatehouse.record;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
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
 * @param most N, 1 to 1,000,000,000
 * @param period what it is counted by
 */
public record Quota(long most, Period period) implements Allowance {

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

    /** What is used of a quota by this period. */
    Use use(Use before, Instant now) {
      LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      LocalDate next = this == DAY ? today.plusDays(1) : today.withDayOfMonth(1).plusMonths(1);
      long month = today.getYear() * 100L + today.getMonthValue();
      long page = this == DAY ? month * 100 + today.getDayOfMonth() : month;
      long untilEnd = Use.millis((double) ChronoUnit.MICROS.between(now, next.atStartOfDay(ZoneOffset.UTC).toInstant()));
      return before.at() < page ? new Use(0, page, 0, untilEnd) : new Use(before.used(), before.at(), 0, untilEnd);
    }
  }

  /** Refuses what cannot be counted. */
  public Quota {
    Objects.requireNonNull(period, "period");
    if (most < 1 || most > 1_000_000_000) {
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

  @Override
  public Kind kind() {
    return Kind.QUOTA;
  }

  /** A quota that is raised in the middle of a day goes on from what was used. */
  @Override
  public String counter() {
    return period.word;
  }

  @Override
  public String scriptPeriod() {
    return period.word;
  }

  // A month has no fixed number of seconds, and the window is optional.
  @Override
  public String window() {
    return period == Period.DAY ? ";w=86400" : "";
  }

  @Override
  public String words() {
    return "quota of " + most + " calls a " + period.word;
  }

  @Override
  public Use use(Use before, Instant now) {
    return period.use(before, now);
  }

  /** The canonical form. */
  @Override
  public String toString() {
    return most + "/" + period.unit;
  }
}
