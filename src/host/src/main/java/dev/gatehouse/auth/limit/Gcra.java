package dev.gatehouse.auth.limit;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * GCRA rate limiter (generic cell rate algorithm): a token bucket, full at first, that is kept as one number, the theoretical arrival time
 * at which it is full again. Not thread-safe.
 */
final class Gcra {

  private final int burst;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private long fullAt;

  /**
   * Creates a full bucket.
   *
   * @param burst how many tokens it holds
   * @param perSecond how many are added each second
   * @param nanoTime the time in the terms of {@link System#nanoTime()}
   */
  Gcra(int burst, int perSecond, LongSupplier nanoTime) {
    this.burst = burst;
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.nanoTime = nanoTime;
    this.fullAt = nanoTime.getAsLong();
  }

  /** The wait in ns until so many tokens are available; 0 or less when they are now. */
  long waitNanos(int tokens) {
    return Math.max(0, fullAt - nanoTime.getAsLong()) - (burst - tokens) * intervalNanos;
  }

  boolean holds(int tokens) {
    return waitNanos(tokens) <= 0;
  }

  void take() {
    long now = nanoTime.getAsLong();
    fullAt = (fullAt - now > 0 ? fullAt : now) + intervalNanos;
  }

  /** Refunds a token; a full bucket stays full. */
  void giveBack() {
    fullAt -= intervalNanos;
  }
}
