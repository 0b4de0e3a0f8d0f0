package dev.gatehouse.redis.link;

import java.util.concurrent.TimeUnit;

/** An uninterrupted period of {@link Tracking}, during which every change of a record was pushed. Any thread reads it, one ends it. */
public final class TrackingEpoch {

  private static final long MOST_SILENT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private volatile long heardNanos;
  private volatile boolean over;

  public TrackingEpoch(long heardNanos) {
    this.heardNanos = heardNanos;
  }

  void heard(long nanos) {
    heardNanos = nanos;
  }

  void end() {
    over = true;
  }

  /** Whether it lasts: a link that has been silent for a second may have lost a change, also when nobody has noticed yet. */
  public boolean isLive() {
    return !over && System.nanoTime() - heardNanos < MOST_SILENT_NANOS;
  }

  /** Until when every change is known to have been told, in the terms of {@link System#nanoTime()}. */
  public long heardNanos() {
    return heardNanos;
  }
}
