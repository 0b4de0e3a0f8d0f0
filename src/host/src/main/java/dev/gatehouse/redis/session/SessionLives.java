package dev.gatehouse.redis.session;

import dev.gatehouse.mcp.legacy.SessionRecord;
import java.util.concurrent.TimeUnit;

/**
 * How long sessions live, and how often their last use is written.
 *
 * @param idleMillis how long one lives without a request
 */
record SessionLives(long idleMillis) {

  private static final long BOUND_MILLIS = 60_000;
  private static final long BOUND_INTERVAL_MILLIS = 15_000;
  private static final long LONGEST_INTERVAL_MILLIS = 60_000;
  private static final long LONGEST_TICK_MILLIS = 1_000;

  private long intervalMillis() {
    return Math.max(1, Math.min(idleMillis / 10, LONGEST_INTERVAL_MILLIS));
  }

  long intervalNanos() {
    return TimeUnit.MILLISECONDS.toNanos(intervalMillis());
  }

  long intervalNanos(SessionRecord session) {
    return session.bound() ? Math.min(intervalNanos(), TimeUnit.MILLISECONDS.toNanos(BOUND_INTERVAL_MILLIS)) : intervalNanos();
  }

  /** How often the batches are written. */
  long tickMillis() {
    return Math.max(20, Math.min(intervalMillis(), LONGEST_TICK_MILLIS));
  }

  /** The time to live from the last use that is written; a later one may be up to an interval old, and waits for its batch. */
  long millis(SessionRecord session) {
    return session.bound() ? BOUND_MILLIS : longest();
  }

  long longest() {
    return idleMillis + intervalMillis() + 2 * tickMillis();
  }
}
