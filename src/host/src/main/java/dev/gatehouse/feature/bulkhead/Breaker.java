package dev.gatehouse.feature.bulkhead;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Circuit breaker for a tool: opens after a number of consecutive calls that threw or timed out, refuses calls for a while, then lets one
 * trial call through. Answers with {@code isError} count as success. Without it every call to a dead backend holds a thread and a place for
 * the whole timeout.
 */
public final class Breaker {

  /** What a call may do. */
  public enum Pass {
    /** Run. */
    FREE,
    /** Run, to see whether it works again. Whoever does not run after all says so by {@link Breaker#untried}. */
    TRIAL,
    /** Not run. */
    NONE
  }

  /** So many failures in a row: one caller's bad argument, tried a few times, closes the tool to nobody else. */
  public static final int FAILURES = 20;
  /** How long it refuses. */
  static final Duration REST = Duration.ofSeconds(10);

  private final LongSupplier nanos;
  private volatile int failures;
  private volatile long openings;
  private long restUntil;

  Breaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Asks to call. */
  public Pass ask() {
    return failures < FAILURES ? Pass.FREE : rest();
  }

  private synchronized Pass rest() {
    long now = nanos.getAsLong();
    if (now - restUntil < 0) {
      return Pass.NONE;
    }
    // This one sees whether it works again; the others wait for what it finds.
    restUntil = now + REST.toNanos();
    return Pass.TRIAL;
  }

  /** In how many seconds it lets a trial call through, rounded up; at least 1. */
  public synchronized int restSeconds() {
    Duration left = Duration.ofNanos(restUntil - nanos.getAsLong());
    return (int) Math.max(1, left.plusNanos(999_999_999).toSeconds());
  }

  /** The trial call could not run: another call may be the trial. */
  public synchronized void untried() {
    restUntil = nanos.getAsLong();
  }

  /** A call was answered. */
  public void succeeded() {
    if (failures != 0) {
      failures = 0;
    }
  }

  /** A call threw, or was not answered in time. */
  public synchronized void failed() {
    // A concurrent success may be overlooked; the next one will not.
    int before = failures;
    failures = Math.min(FAILURES, before + 1);
    if (before == FAILURES - 1) {
      openings++;
    }
    restUntil = nanos.getAsLong() + REST.toNanos();
  }

  /** Whether it is open, or half-open: it refuses all calls but a trial. */
  public boolean isOpen() {
    return failures >= FAILURES;
  }

  /** How often it has opened; a trial that fails keeps it open. */
  public long openings() {
    return openings;
  }
}
