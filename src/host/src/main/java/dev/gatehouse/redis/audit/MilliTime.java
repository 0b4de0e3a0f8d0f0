package dev.gatehouse.redis.audit;

import java.time.Instant;

/**
 * Formats times to the millisecond, as {@link Instant#toString()} does. Times that follow each other are mostly in the same second or
 * millisecond, so the text of the last one is kept. Not safe for use by many threads.
 */
final class MilliTime {

  private static final int NANOS = 1_000_000;
  private long second = Long.MIN_VALUE;
  private int milli;
  private String ofSecond = "";
  private String text = "";

  /** The time in UTC, such as {@code 2026-07-28T10:00:00.123Z}; of a whole second without a fraction. */
  String format(Instant at) {
    int nowMilli = at.getNano() / NANOS;
    if (at.getEpochSecond() == second && nowMilli == milli) {
      return text;
    }
    if (at.getEpochSecond() != second) {
      second = at.getEpochSecond();
      String whole = Instant.ofEpochSecond(second).toString();
      ofSecond = whole.substring(0, whole.length() - 1);
    }
    milli = nowMilli;
    text = milli == 0 ? ofSecond + 'Z' : ofSecond + fraction(milli) + 'Z';
    return text;
  }

  private static String fraction(int milli) {
    return (milli < 10 ? ".00" : milli < 100 ? ".0" : ".") + milli;
  }
}
