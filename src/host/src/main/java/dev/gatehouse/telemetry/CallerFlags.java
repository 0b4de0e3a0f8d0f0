package dev.gatehouse.telemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Bounds how many calls of a tenant are sampled because their callers' trace contexts ask for it: a token bucket for each tenant. Otherwise
 * one tenant could have all its calls recorded, and push the spans of others out of the queue.
 */
final class CallerFlags {

  /** Calls a second, and at once. */
  static final int MOST = 50;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long EACH = SECOND / MOST;

  /** Tenants have keys, so there are as many as the operator has made. */
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  CallerFlags(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  Bucket of(String tenant) {
    return buckets.computeIfAbsent(tenant, name -> new Bucket(nanoTime));
  }

  /** The bucket of a tenant: when its next token will be there, as if it were never full (GCRA). */
  static final class Bucket {

    private final LongSupplier nanoTime;
    private final AtomicLong next;

    private Bucket(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
      next = new AtomicLong(nanoTime.getAsLong() - SECOND);
    }

    /** Takes a token, if there is one. */
    boolean take() {
      long now = nanoTime.getAsLong();
      while (true) {
        long before = next.get();
        long after = (now - SECOND - before > 0 ? now - SECOND : before) + EACH;
        if (after - now > 0) {
          return false;
        }
        if (next.compareAndSet(before, after)) {
          return true;
        }
      }
    }
  }
}
