package dev.gatehouse.feature.bulkhead;

import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adaptive concurrency limit of a tenant, so that its computing calls do not starve other tenants of processors. The limit grows while the
 * calls wait for something, and shrinks while the machine's processors are saturated and too many of the tenant's threads compute.
 *
 * <p>A few run at once without a question. While more want to, it looks every few milliseconds, and lets twice as many run unless it has
 * to close. What a plugin computes on threads of its own it does not see.
 */
public final class Throttle {

  private static final Logger LOG = LoggerFactory.getLogger(Throttle.class);

  /** Longer than {@link Processors} keeps an answer. */
  private static final long TICK_MILLIS = 50;
  /** After that long without a look the tenant begins anew. */
  private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(60);
  /** So much of the machine's processors is all of them. */
  private static final double USED_UP = 0.9;
  /** A thread that uses so much of a processor computes: among hundreds, of all tenants, one gets no more than a turn of a millisecond. */
  private static final double COMPUTES = 0.01;

  private final Vertx vertx;
  private final String tenant;
  private final TenantBulkhead bulkhead;
  /** So many threads of one tenant may compute at the same time while others want to: one processor is left to everybody else. */
  private final int least;
  private final int usualMost;
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
    this.vertx = vertx;
    this.tenant = tenant;
    this.bulkhead = bulkhead;
    int processors = Runtime.getRuntime().availableProcessors();
    least = Math.max(1, processors - 1);
    usualMost = Math.max(8, 4 * processors);
    bulkhead.obey(this, usual());
  }

  /** How many calls run at once without a question. */
  int usual() {
    return Math.min(bulkhead.most(), usualMost);
  }

  /** Counts what these threads compute, until they are closed and gone. */
  public void watch(ToolThreads threads) {
    watched.removeIf(ToolThreads::gone);
    watched.add(threads);
  }

  /** More calls want to run than usual. By any thread. */
  void press() {
    if (!looking.get() && looking.compareAndSet(false, true)) {
      long now = System.nanoTime();
      computing(now - looked);
      Processors.load();
      if (now - looked > FORGET_NANOS) {
        bulkhead.open(usual());
      }
      looked = now;
      vertx.setTimer(TICK_MILLIS, this::look);
    }
  }

  private void look(long timer) {
    long now = System.nanoTime();
    int computing = computing(now - looked);
    boolean usedUp = Processors.load() > USED_UP;
    looked = now;
    if (!usedUp || computing < least) {
      bulkhead.open(Math.min(bulkhead.most(), 2 * bulkhead.open()));
    } else if (computing > least) {
      close(now);
    }
    if (bulkhead.pressed()) {
      vertx.setTimer(TICK_MILLIS, this::look);
    } else {
      looking.set(false);
      // Whoever pressed in between has found it looking still.
      if (bulkhead.pressed()) {
        press();
      }
    }
  }

  private void close(long now) {
    bulkhead.open(Math.max(least, Math.min(bulkhead.open(), bulkhead.running()) / 2));
    if (now - logged > LOG_NANOS) {
      logged = now;
      LOG.info("the calls of tenant {} use up the processors; few of them run at once until they use less", tenant);
    }
  }

  /** How many of the tenant's threads have computed in the time since this was asked last. */
  private int computing(long nanos) {
    watched.removeIf(ToolThreads::gone);
    return watched.stream().mapToInt(threads -> threads.computing((long) (COMPUTES * nanos))).sum();
  }
}
