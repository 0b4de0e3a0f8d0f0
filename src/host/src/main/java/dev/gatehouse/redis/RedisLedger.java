package dev.gatehouse.redis;

import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Principal;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the ledger behind the calls' back: entries wait in memory, up to a bound, and go out in batches, one after the other. While
 * Redis does not take them they wait; what falls over the bound is counted and logged. Undeploying it writes what is left.
 */
public final class RedisLedger extends VerticleBase implements Ledger {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLedger.class);
  /** How many entries may wait, each some 300 bytes. */
  private static final int MOST_WAITING = 50_000;
  private static final int BATCH = 250;
  private static final long FLUSH_MILLIS = 200;
  private static final long REPORT_MILLIS = 10_000;
  private static final long LAST_FLUSH_MILLIS = 3_000;
  /** Refusals of keys that prove nothing, between two flushes: anybody can cause those, so they must not become load. */
  private static final int MOST_UNPROVEN = 20;
  /** Errors that end: memory is freed, a start or a fail-over is over, a script is loaded again. */
  private static final Set<String> PASSING = Set.of("OOM", "LOADING", "MASTERDOWN", "READONLY", "NOSCRIPT", "MISCONF", "BUSY");

  private final RedisLink link;
  private final RedisKeys keys;
  private final LastUse lastUse;
  private final String host = UUID.randomUUID().toString().substring(0, 8);
  private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicInteger unproven = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();
  /** Of the ledger's own event loop alone, like all below. */
  private final ArrayDeque<AccountBatch> ready = new ArrayDeque<>();
  private Future<Void> flushing = Future.succeededFuture();
  private long batches;
  private long reportedLost;

  /** Writes through this link, under these names, once it is deployed. */
  public RedisLedger(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
    this.lastUse = new LastUse(link, keys);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(FLUSH_MILLIS, tick -> tick());
    vertx.setPeriodic(REPORT_MILLIS, tick -> report());
    return Future.succeededFuture();
  }

  @Override
  public void record(Entry entry) {
    if (entry.tenant() == null && unproven.incrementAndGet() > MOST_UNPROVEN) {
      return;
    }
    int now = size.incrementAndGet();
    if (now > MOST_WAITING) {
      size.decrementAndGet();
      lost.incrementAndGet();
      return;
    }
    waiting.add(entry);
    if (now % BATCH == 0 && context != null) {
      context.runOnContext(early -> flush());
    }
  }

  @Override
  public void seen(Principal principal) {
    if (!principal.anonymous()) {
      lastUse.note(principal.keyId(), System.currentTimeMillis());
    }
  }

  private void tick() {
    unproven.set(0);
    lastUse.write(System.currentTimeMillis());
    flush();
  }

  /** Writes what there is; ends at the first batch that Redis does not take. */
  private Future<Void> flush() {
    if (flushing.isComplete()) {
      flushing = next().otherwiseEmpty();
    }
    return flushing;
  }

  private Future<Void> next() {
    if (ready.isEmpty()) {
      prepare();
    }
    AccountBatch batch = ready.peek();
    if (batch == null) {
      return Future.succeededFuture();
    }
    return batch.write(link)
        .recover(cause -> refusedForGood(cause) ? Future.succeededFuture(batch.size()) : Future.failedFuture(cause))
        .compose(failed -> {
          ready.remove();
          size.addAndGet(-batch.size());
          lost.addAndGet(failed);
          return next();
        });
  }

  /** Redis understood and will not. */
  private static boolean refusedForGood(Throwable cause) {
    return cause.getCause() instanceof ErrorType && PASSING.stream().noneMatch(code -> RedisErrors.is(cause, code));
  }

  private void prepare() {
    Map<String, List<Entry>> byTenant = new HashMap<>();
    for (int i = 0; i < BATCH; i++) {
      Entry entry = waiting.poll();
      if (entry == null) {
        break;
      }
      byTenant.computeIfAbsent(entry.tenant(), tenant -> new ArrayList<>()).add(entry);
    }
    byTenant.forEach((tenant, entries) -> ready.add(new AccountBatch(keys, tenant, entries, host, ++batches)));
  }

  private void report() {
    long now = lost.get();
    if (now > reportedLost) {
      LOG.warn("{} entries of usage and audit were lost: Redis did not take them in time", now - reportedLost);
      reportedLost = now;
    }
  }

  /** How many entries wait at this moment. */
  int waiting() {
    return size.get();
  }

  /** How many entries were lost since the start. */
  public long lost() {
    return lost.get();
  }

  @Override
  public Future<?> stop() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_FLUSH_MILLIS);
    return Future.join(lastUse.write(System.currentTimeMillis()).otherwiseEmpty(), drain(deadline))
        .timeout(LAST_FLUSH_MILLIS, TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .onComplete(done -> {
          lost.addAndGet(size.get());
          report();
        });
  }

  private Future<Void> drain(long deadline) {
    return flush().compose(flushed -> size.get() == 0 || System.nanoTime() > deadline
        ? Future.succeededFuture()
        : vertx.timer(FLUSH_MILLIS, TimeUnit.MILLISECONDS).compose(later -> drain(deadline)));
  }
}
