package dev.gatehouse.mcp;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How long a caller has to wait, in words: {@code 30 s}, and beyond a minute {@code 45000 s, on 1 December, 00:00 UTC}. */
final class WaitText {

  private static final long MINUTE_MILLIS = 60_000;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ENGLISH);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM, HH:mm 'UTC'", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH);

  private WaitText() {
  }

  /**
   * The wait in words. The time is the first full minute at which the wait is over.
   *
   * @param millis the wait, in milliseconds
   * @param from when it begins
   */
  static String words(long millis, Instant from) {
    String seconds = RateLimitHeaders.seconds(millis) + " s";
    return millis <= MINUTE_MILLIS ? seconds : seconds + ", " + at(millis, from);
  }

  private static String at(long millis, Instant from) {
    ZonedDateTime now = from.atZone(ZoneOffset.UTC);
    // To the nearest second first: the clocks of Redis and of this host differ by milliseconds, and a quota ends on the minute.
    Instant second = from.plusMillis(millis + 500).truncatedTo(ChronoUnit.SECONDS);
    ZonedDateTime end = second.plusSeconds(59).truncatedTo(ChronoUnit.MINUTES).atZone(ZoneOffset.UTC);
    if (end.toLocalDate().equals(now.toLocalDate())) {
      return "at " + TIME.format(end);
    }
    return "on " + (end.getYear() == now.getYear() ? DAY : YEAR).format(end);
  }
}
