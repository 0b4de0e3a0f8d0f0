package dev.gatehouse.feature.bulkhead;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Bulkhead of one feature: bounds its running and waiting calls on this host, within what its {@link TenantBulkhead} has left. It includes
 * the feature's circuit breaker.
 */
public final class Bulkhead {

  /** What came of standing in line. */
  enum Turn {
    /** A place has become free meanwhile and is taken. */
    NOW,
    /** In line. */
    LATER,
    /** As many wait for this as may. */
    FULL,
    /** As many of the tenant's calls wait as may. */
    TENANT_FULL
  }

  /** What an answer is expected to hold before there was one, in bytes. */
  private static final long FIRST_ANSWER = 256 * 1024;
  /** An expectation that was too high falls by this part of the difference. */
  private static final int DECAY = 16;

  private final TenantBulkhead tenant;
  private final int most;
  private final int queue;
  private final Duration queueTimeout;
  private final Breaker breaker = new Breaker(System::nanoTime);
  private volatile long expectedAnswer = FIRST_ANSWER;
  private volatile @Nullable Object meters;

  /** Who waits, by what lets them in. Guarded by the tenant's bulkhead, as is what runs. */
  final Deque<Runnable> line = new ArrayDeque<>(0);
  int running;

  /**
   * A bulkhead.
   *
   * @param tenant whose it is
   * @param most how many may run at once, at least 1
   * @param queue how many more may wait, at least 0
   * @param queueTimeout how long one may wait
   */
  public Bulkhead(TenantBulkhead tenant, int most, int queue, Duration queueTimeout) {
    this.tenant = tenant;
    this.most = most;
    this.queue = queue;
    this.queueTimeout = queueTimeout;
  }

  /** Takes a place, if there is one; then {@link #leave} gives it back, once. */
  boolean enter() {
    return tenant.enter(this);
  }

  /**
   * Stands in line for a place.
   *
   * @param admitted run, by any thread, once there is a place; it is taken then
   */
  Turn stand(Runnable admitted) {
    return tenant.stand(this, admitted);
  }

  /**
   * Leaves the line.
   *
   * @return false when it was admitted before
   */
  boolean withdraw(Runnable admitted) {
    return tenant.withdraw(this, admitted);
  }

  void leave() {
    tenant.leave(this);
  }

  /** Whether it rests. */
  public Breaker breaker() {
    return breaker;
  }

  /** Forgets failures: what failed has been replaced. */
  public void mend() {
    breaker.succeeded();
  }

  /** What the next answer is expected to hold, in bytes: about the largest of the latest. */
  public long expectedAnswer() {
    return expectedAnswer;
  }

  /** Learns what an answer held, in bytes; 0 when there was none. */
  public void answered(long bytes) {
    long expected = expectedAnswer;
    if (bytes != 0 && bytes != expected) {
      expectedAnswer = bytes > expected ? bytes : expected - Math.max(1, (expected - bytes) / DECAY);
    }
  }

  /** What {@link #meters(Object)} left here, or null. */
  public @Nullable Object meters() {
    return meters;
  }

  /** Keeps whatever measures the calls, so that a call needs no search for it. */
  public void meters(@Nullable Object kept) {
    meters = kept;
  }

  TenantBulkhead tenant() {
    return tenant;
  }

  /** How many may run at once. */
  public int most() {
    return most;
  }

  /** How many may wait. */
  public int queue() {
    return queue;
  }

  /** How long one may wait. */
  public Duration queueTimeout() {
    return queueTimeout;
  }

  /** How many run now. */
  public int running() {
    return tenant.running(this);
  }
}
