package dev.gatehouse.mcp.legacy;

import dev.gatehouse.mcp.legacy.SessionStore.Signal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What clients have this host tell others: answers and cancellations of requests that may run there. Clients can send any number of them,
 * and Redis cuts off a host that cannot keep up. So each tenant has a token bucket of bytes. Thread-safe.
 */
final class SessionSignals {

  private static final long BURST_BYTES = 4L << 20;
  private static final long BYTES_PER_SECOND = 2L << 20;
  /** What a message costs beside its content, in bytes. */
  private static final long AROUND = 1024;

  private final SessionStore store;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  SessionSignals(SessionStore store, LongSupplier nanoTime) {
    this.store = store;
    this.nanoTime = nanoTime;
  }

  /**
   * Tells a host, or all.
   *
   * @return false when the tenant's clients send too much; nothing is told then
   */
  boolean tell(String tenant, int host, Signal signal) {
    long bytes = AROUND + signal.content().length();
    boolean fits = buckets.computeIfAbsent(tenant, first -> new Bucket(nanoTime.getAsLong())).take(bytes, nanoTime.getAsLong());
    if (fits) {
      store.tell(host, signal);
    }
    return fits;
  }

  private static final class Bucket {

    private double left = BURST_BYTES;
    private long filled;

    Bucket(long now) {
      filled = now;
    }

    synchronized boolean take(long bytes, long now) {
      left = Math.min(BURST_BYTES, left + (double) BYTES_PER_SECOND * (now - filled) / TimeUnit.SECONDS.toNanos(1));
      filled = now;
      if (left < bytes) {
        return false;
      }
      left -= bytes;
      return true;
    }
  }
}
