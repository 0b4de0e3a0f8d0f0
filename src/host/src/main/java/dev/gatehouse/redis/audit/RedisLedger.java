package dev.gatehouse.redis.audit;

import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.config.AuditConfig;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.audit.LedgerBatch.Refused;
import dev.gatehouse.redis.link.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Write-behind audit log: entries are queued in memory, bounded in number and bytes, and written in batches, one at a time. While Redis is
 * unavailable they wait; entries beyond the bound are dropped, counted and logged. Denials are aggregated first, so that a flood of them
 * becomes a few writes. Undeploying it flushes the queue.
 */
public final class RedisLedger extends VerticleBase implements Ledger {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLedger.class);
  private static final int MOST_WAITING = 50_000;
  /** The byte limit of the queue; at the usual 200 bytes an entry the other limit is reached first. */
  private static final int MOST_BYTES = 32 << 20;
  private static final int BATCH = 250;
  private static final long FLUSH_MILLIS = 200;
  private static final long REPORT_MILLIS = 10_000;
  private static final long LAST_FLUSH_MILLIS = 3_000;
  private static final String SOME = "some of usage and audit";
  private static final int MOST_REFUSALS = 200;
  /** Transient errors: memory is freed, a start or a fail-over ends, a script is loaded again. */
  private static final Set<String> PASSING =
      Set.of("OOM", "LOADING", "MASTERDOWN", "READONLY", "NOREPLICAS", "NOSCRIPT", "MISCONF", "BUSY");

  private final RedisLink link;
  private final RedisKeys keys;
  private final LastUse lastUse;
  private final AuditSize sizes;
  private final String host = UUID.randomUUID().toString().substring(0, 8);
  private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final DenialTally refusals = new DenialTally();
  private final AtomicLong lost = new AtomicLong();
  /** Used by the ledger's event loop only, like all fields below. */
  private final ArrayDeque<LedgerBatch> ready = new ArrayDeque<>();
  private Future<Void> flushing = Future.succeededFuture();
  /** The number of queued entries that the current flush has yet to take. */
  private int due;
  private long batches;
  private long reportedLost;
  private long refusedSince;
  /** Denials are written once per flush, not once per round trip: until then they add up. */
  private boolean refusalsDue;

  /** Creates a ledger that writes through this link once it is deployed. */
  public RedisLedger(RedisLink link, RedisKeys keys, AuditConfig config) {
    this.sizes = new AuditSize(link, keys, config);
    this.link = link;
    this.keys = keys;
    this.lastUse = new LastUse(link, keys);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(FLUSH_MILLIS, tick -> tick());
    vertx.setPeriodic(REPORT_MILLIS, tick -> {
      report();
      sizes.measure();
    });
    return Future.succeededFuture();
  }

  @Override
  public void record(Entry entry) {
    if (!entry.outcome().ran()) {
      refusals.add(entry);
      return;
    }
    int weight = entry.weight();
    int now = size.incrementAndGet();
    if (now > MOST_WAITING || bytes.addAndGet(weight) > MOST_BYTES) {
      release(1, now > MOST_WAITING ? 0 : weight);
      lost.incrementAndGet();
      return;
    }
    waiting.add(entry);
    if (now % BATCH == 0 && context != null) {
      context.runOnContext(early -> flush(queued() / BATCH * BATCH));
    }
  }

  private void release(int entries, int weight) {
    size.addAndGet(-entries);
    bytes.addAndGet(-weight);
  }

  @Override
  public void seen(Principal principal) {
    if (!principal.anonymous()) {
      lastUse.note(principal.token() == null ? principal.keyId() : principal.tenant() + ':' + principal.account(),
          System.currentTimeMillis());
    }
  }

  private void tick() {
    refusalsDue = true;
    lastUse.write(System.currentTimeMillis());
    flush(queued());
  }

  /**
   * Writes batches; stops at the first one that Redis does not take. Entries that arrive meanwhile are left to the next flush: a batch for
   * the few of one round trip would cost several times as much for each.
   *
   * @param entries how many of the queued entries to write
   */
  private Future<Void> flush(int entries) {
    due = Math.max(due, entries);
    if (flushing.isComplete()) {
      flushing = next().otherwiseEmpty();
    }
    return flushing;
  }

  /** The number of entries that are in no batch yet. */
  private int queued() {
    return size.get() - ready.stream().mapToInt(LedgerBatch::entries).sum();
  }

  private Future<Void> next() {
    if (ready.isEmpty()) {
      prepare();
    }
    LedgerBatch batch = ready.peek();
    if (batch == null) {
      return Future.succeededFuture();
    }
    return batch.write(link)
        .recover(cause -> refusedForGood(cause)
            ? Future.succeededFuture(new Refused(batch.entries() + batch.refusals(), null))
            : Future.failedFuture(cause))
        .compose(refused -> {
          ready.remove();
          release(batch.entries(), batch.weight());
          note(refused);
          return next();
        });
  }

  /** The counter is raised last: whoever reads it on another thread finds the reason at the link already. */
  private void note(Refused refused) {
    if (refused.reason() != null) {
      link.refused(SOME, refused.reason());
    } else if (refused.count() == 0) {
      link.accepted(SOME);
    }
    refusedSince += refused.count();
    lost.addAndGet(refused.count());
  }

  /** Whether Redis refused a batch permanently. */
  private static boolean refusedForGood(Throwable cause) {
    return RedisErrors.isAnswered(cause) && PASSING.stream().noneMatch(code -> RedisErrors.is(cause, code));
  }

  private void prepare() {
    Map<String, List<Entry>> byTenant = new HashMap<>();
    for (int i = Math.min(BATCH, due); i > 0; i--) {
      Entry entry = waiting.poll();
      if (entry == null) {
        due = 0;
        break;
      }
      due--;
      byTenant.computeIfAbsent(entry.tenant(), tenant -> new ArrayList<>()).add(entry);
    }
    byTenant.forEach((tenant, entries) -> ready.add(new AccountBatch(keys, tenant, entries, host, ++batches, sizes)));
    if (refusalsDue) {
      refusalsDue = false;
      refusals.take().forEach(this::prepare);
    }
  }

  private void prepare(@Nullable String tenant, List<DenialTally.Line> lines) {
    for (int from = 0; from < lines.size(); from += MOST_REFUSALS) {
      List<DenialTally.Line> some = lines.subList(from, Math.min(lines.size(), from + MOST_REFUSALS));
      ready.add(new DenialBatch(keys, tenant, some, host, ++batches, sizes.keepMillis()));
    }
  }

  private void report() {
    long now = lost.get();
    if (now > reportedLost) {
      LOG.warn("entries of usage and audit were lost: {} that Redis refused, {} that there was no room or time for",
          refusedSince, now - reportedLost - refusedSince);
      reportedLost = now;
      refusedSince = 0;
    }
  }

  /** The number of calls that are not written yet. */
  public int waiting() {
    return size.get();
  }

  /** How many calls may wait to be written. */
  public int mostWaiting() {
    return MOST_WAITING;
  }

  /** Measures the size of the audit log, as is done every few seconds. */
  Future<Void> measure() {
    return Future.future(done -> context.runOnContext(now -> sizes.measure().onComplete(done)));
  }

  /** The last measured size in bytes of the audit log, by tenant. */
  public Map<String, Long> auditBytes() {
    return sizes.bytes();
  }

  /** The tenants whose audit log is near {@code audit.maxBytes}, with its bytes. */
  public Map<String, Long> nearBound() {
    return sizes.near();
  }

  /** The number of entries lost since the start. */
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
          lost.addAndGet(size.get() + refusals.count() + ready.stream().mapToLong(LedgerBatch::refusals).sum());
          report();
        });
  }

  private Future<Void> drain(long deadline) {
    refusalsDue = true;
    return flush(queued()).compose(flushed -> size.get() == 0 && ready.isEmpty() && refusals.isEmpty() || System.nanoTime() > deadline
        ? Future.succeededFuture()
        : vertx.timer(FLUSH_MILLIS, TimeUnit.MILLISECONDS).compose(later -> drain(deadline)));
  }
}
