package dev.gatehouse.feature.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Measures the lag of one event loop: for how long what is due waits because the loop is busy. A task is due again and again; the delay of
 * the latest one counts also while it lasts. One thread runs the task, any thread reads.
 */
final class LagProbe {

  /** A delay is remembered for so long at least, and for twice as long at most. */
  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LongSupplier nanos;
  private volatile long due;
  private volatile long worst;
  private volatile long worstBefore;
  private long windowBegan;

  /** A probe whose first task is due at once. */
  LagProbe(LongSupplier nanos) {
    this.nanos = nanos;
    due = nanos.getAsLong();
    windowBegan = due;
  }

  /** The task runs; the next one is due after so many nanoseconds. */
  void ran(long next) {
    long now = nanos.getAsLong();
    if (now - windowBegan >= WINDOW_NANOS) {
      windowBegan = now;
      worstBefore = worst;
      worst = 0;
    }
    worst = Math.max(worst, now - due);
    due = now + next;
  }

  /** The longest delay of the last half minute or minute, in nanoseconds. */
  long worst() {
    return Math.max(Math.max(worst, worstBefore), nanos.getAsLong() - due);
  }
}
