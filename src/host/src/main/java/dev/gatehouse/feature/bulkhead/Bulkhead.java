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

  /** The result of queueing. */
  enum Turn {
    /** A place was free and is taken. */
    NOW,
    /** The call is queued. */
    LATER,
    /** The feature's queue is full. */
    FULL,
    /** The tenant's queue is full. */
    TENANT_FULL
  }

  /** The expected size of the first answer, in bytes. */
  private static final long FIRST_ANSWER = 256 * 1024;
  /** The divisor by which an expectation that is too high falls. */
  private static final int DECAY = 16;

  private final TenantBulkhead tenant;
  private final int most;
  private final int queue;
  private final Duration queueTimeout;
  private final Breaker breaker = new Breaker(System::nanoTime);
  private volatile long expectedAnswer = FIRST_ANSWER;
  private volatile @Nullable Object meters;

  /** The queue of waiting calls. Guarded by the tenant's bulkhead, like the number of running ones. */
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

  /** Takes a place if one is free; {@link #leave} releases it, once. */
  boolean enter() {
    return tenant.enter(this);
  }

  /**
   * Queues a call for a place.
   *
   * @param admitted run, by any thread, once there is a place; it is taken then
   */
  Turn stand(Runnable admitted) {
    return tenant.stand(this, admitted);
  }

  /**
   * Removes a call from the queue.
   *
   * @return false when it was admitted before
   */
  boolean withdraw(Runnable admitted) {
    return tenant.withdraw(this, admitted);
  }

  void leave() {
    tenant.leave(this);
  }

  /** The circuit breaker. */
  public Breaker breaker() {
    return breaker;
  }

  /** Resets the circuit breaker: the version that failed has been replaced. */
  public void mend() {
    breaker.succeeded();
  }

  /** The expected size of the next answer, in bytes: about the largest recent one. */
  public long expectedAnswer() {
    return expectedAnswer;
  }

  /** Records the size of an answer in bytes; 0 when there was none. */
  public void answered(long bytes) {
    long expected = expectedAnswer;
    if (bytes != 0 && bytes != expected) {
      expectedAnswer = bytes > expected ? bytes : expected - Math.max(1, (expected - bytes) / DECAY);
    }
  }

  /** The object attached by {@link #meters(Object)}, or null. */
  public @Nullable Object meters() {
    return meters;
  }

  /** Attaches the feature's meters, so that a call needs no lookup. */
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
