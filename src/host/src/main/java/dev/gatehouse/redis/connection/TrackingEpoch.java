package dev.gatehouse.redis.connection;

import java.util.concurrent.TimeUnit;

/** An uninterrupted period of {@link Tracking}, during which every change of a record was pushed. Any thread reads it, one ends it. */
public final class TrackingEpoch {

  private static final long MOST_SILENT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private volatile long heardNanos;
  private volatile boolean over;

  public TrackingEpoch(long heardNanos) {
    this.heardNanos = heardNanos;
  }

  public void heard(long nanos) {
    heardNanos = nanos;
  }

  public void end() {
    over = true;
  }

  /** Whether the epoch is live: after a second of silence a change may be lost, even if nobody has noticed yet. */
  public boolean isLive() {
    return !over && System.nanoTime() - heardNanos < MOST_SILENT_NANOS;
  }

  /** The time until which every change is known to have been pushed, by {@link System#nanoTime()}. */
  public long heardNanos() {
    return heardNanos;
  }
}
