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
  /** The time without a check after which the tenant starts anew. */
  private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(60);
  /** The load at which the processors count as saturated. */
  private static final double USED_UP = 0.9;
  /** The share of a processor from which a thread computes: among hundreds of threads one gets only slices of a millisecond. */
  private static final double COMPUTES = 0.01;

  private final Vertx vertx;
  private final String tenant;
  private final TenantBulkhead bulkhead;
  /** The number of threads of one tenant that may compute in competition: one processor is left to the others. */
  private final int least;
  private final int usualMost;
  private final Queue<ToolThreads> watched = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  /** State of the checks, which run one after the other. */
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

  /** The number of calls that run at once without a check. */
  int usual() {
    return Math.min(bulkhead.most(), usualMost);
  }

  /** Measures these threads until they are closed and have ended. */
  public void watch(ToolThreads threads) {
    watched.removeIf(ToolThreads::gone);
    watched.add(threads);
  }

  /** Called when more calls want to run than usual. Thread-safe. */
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
      // A call of press() in between saw it still running.
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
