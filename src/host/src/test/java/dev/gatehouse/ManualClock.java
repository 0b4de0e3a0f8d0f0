package dev.gatehouse;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** A clock that stands still until a test moves it: the time of day in UTC, and the nanoseconds of a {@code System::nanoTime}. */
public final class ManualClock extends Clock {

  private volatile Instant now;

  /** Shows this time. */
  public ManualClock(Instant now) {
    this.now = now;
  }

  /** Moves forward, or back when the time is negative. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  /** Jumps. */
  public void set(Instant time) {
    now = time;
  }

  /** As a source of elapsed time. */
  public long nanoTime() {
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
