package dev.gatehouse.tool;

import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a tenant whose calls compute from taking the processors from everybody else: how many of its calls run at once opens as far as
 * they wait for something, and closes down when they use up the processors. Calls that wait cost nobody anything; of calls that compute,
 * more than there are processors gain their own tenant nothing and make all others late.
 *
 * <p>A few run at once without a question. While more want to, it looks every few milliseconds, and lets twice as many run as
 * long as the tenant's threads leave enough of the processors. What a plugin computes on threads of its own it does not see.
 */
public final class Throttle {

  private static final Logger LOG = LoggerFactory.getLogger(Throttle.class);

  private static final long TICK_MILLIS = 20;
  /** After that long without a look the tenant begins anew. */
  private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(60);
  /** So much of the processors may one tenant's calls use before they are closed down. */
  private static final double SHARE = 0.75;

  private final Vertx vertx;
  private final String tenant;
  private final TenantBulkhead bulkhead;
  private final int processors;
  private final int least;
  private final int usual;
  private final Queue<ToolThreads> watched = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  /** Of the looks, which come one after the other. */
  private long looked = System.nanoTime() - FORGET_NANOS;
  private long logged = looked - LOG_NANOS;

  /**
   * Throttles a tenant.
   *
   * @param vertx whose timers it looks by
   * @param tenant its name
   * @param bulkhead what it opens and closes
   */
  public Throttle(Vertx vertx, String tenant, TenantBulkhead bulkhead) {
    this(vertx, tenant, bulkhead, Runtime.getRuntime().availableProcessors());
  }

  Throttle(Vertx vertx, String tenant, TenantBulkhead bulkhead, int processors) {
    this.vertx = vertx;
    this.tenant = tenant;
    this.bulkhead = bulkhead;
    this.processors = processors;
    least = Math.max(1, processors - 1);
    usual = Math.min(bulkhead.most(), Math.max(8, 4 * processors));
    bulkhead.obey(this, usual);
  }

  /** Counts what these threads compute, until they are closed and gone. */
  public void watch(ToolThreads threads) {
    watched.add(threads);
  }

  /** More calls want to run than usual. By any thread. */
  void press() {
    if (!looking.get() && looking.compareAndSet(false, true)) {
      used();
      long now = System.nanoTime();
      if (now - looked > FORGET_NANOS) {
        bulkhead.open(usual);
      }
      looked = now;
      vertx.setTimer(TICK_MILLIS, this::look);
    }
  }

  private void look(long timer) {
    long now = System.nanoTime();
    double share = used() / (double) (now - looked) / processors;
    looked = now;
    int open = bulkhead.open();
    if (share > SHARE) {
      close(open, now);
    } else {
      bulkhead.open(Math.min(bulkhead.most(), 2 * open));
    }
    if (bulkhead.pressed()) {
      vertx.setTimer(TICK_MILLIS, this::look);
    } else {
      looking.set(false);
    }
  }

  private void close(int open, long now) {
    bulkhead.open(Math.max(least, Math.min(open, bulkhead.running()) / 2));
    if (now - logged > LOG_NANOS) {
      logged = now;
      LOG.info("the calls of tenant {} use up the processors; few of them run at once until they use less", tenant);
    }
  }

  /** Processor time of the tenant's threads since the last time that it was asked for, in nanoseconds. */
  private long used() {
    watched.removeIf(ToolThreads::gone);
    return watched.stream().mapToLong(ToolThreads::used).sum();
  }
}
