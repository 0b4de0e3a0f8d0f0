package dev.gatehouse.redis.audit;

import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.config.AuditConfig;
import dev.gatehouse.feature.loop.CallersLoop;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.audit.LedgerBatch.Rejected;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Write-behind audit log: entries are queued in memory, bounded in number and bytes, and written in batches, one at a time for each tenant.
 * While Redis is unavailable they wait; entries beyond the bound are dropped, counted and logged. Denials are aggregated first, so that a
 * flood of them becomes a few writes. Undeploying it flushes the queue.
 */
public final class RedisLedger extends VerticleBase implements Ledger {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLedger.class);
  private static final int MOST_WAITING = 50_000;
  /** The byte limit of the queue; at the usual 200 bytes an entry the other limit is reached first. */
  private static final int MOST_BYTES = 32 << 20;
  /** How many calls of tenants that Redis does not take may wait while it takes those of others. */
  private static final int MOST_HELD_BACK = MOST_WAITING / 2;
  private static final int BATCH = 250;
  /** How many batches, each of another tenant, are under way at most. */
  private static final int MOST_AT_ONCE = 16;
  private static final long FLUSH_MILLIS = 200;
  private static final long REPORT_MILLIS = 10_000;
  private static final long LAST_FLUSH_MILLIS = 3_000;
  private static final String NOBODY = "-";
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
  /** Whether a call found no room since the last flush. */
  private final AtomicBoolean full = new AtomicBoolean();
  /** By tenant, {@value #NOBODY} for none. Used by the ledger's event loop only, like all fields below. */
  private final Map<String, TenantQueue> queues = new HashMap<>();
  /** Those whose first batch is to be written. */
  private final Queue<String> turns = new ArrayDeque<>();
  private int underWay;
  private boolean sending;
  private Promise<Void> idle = Promise.promise();
  private long batches;
  private long taken;
  private long reportedLost;
  private long rejectedSince;

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
      full.set(true);
      return;
    }
    waiting.add(entry);
    if (now % BATCH == 0 && context != null) {
      context.runOnContext(early -> {
        sort();
        send();
      });
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
    lastUse.write(System.currentTimeMillis());
    flush();
  }

  /** Writes all that waits; what Redis does not take stays for the next time. Completes when nothing is under way. */
  private Future<Void> flush() {
    sort();
    // Refusals of a tenant whose batches fail go on adding up, so that they stay bounded.
    refusals.take(tenant -> !queues.containsKey(name(tenant)) || queue(tenant).refusals() == 0).forEach(this::prepare);
    limitHeldBack();
    makeRoom();
    queues.forEach((tenant, queue) -> {
      queue.due();
      enter(tenant, queue);
    });
    send();
    return underWay == 0 ? Future.succeededFuture() : idle.future();
  }

  /** Moves what was recorded to the queues of its tenants. A full batch is written at once, fewer calls together with those that follow. */
  private void sort() {
    for (Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
      TenantQueue queue = queue(entry.tenant());
      queue.add(entry);
      enter(name(entry.tenant()), queue);
    }
  }

  private static String name(@Nullable String tenant) {
    return tenant == null ? NOBODY : tenant;
  }

  private TenantQueue queue(@Nullable String tenant) {
    return queues.computeIfAbsent(name(tenant), first -> new TenantQueue());
  }

  private void prepare(@Nullable String tenant, List<DenialTally.Line> lines) {
    for (int from = 0; from < lines.size(); from += MOST_REFUSALS) {
      List<DenialTally.Line> some = lines.subList(from, Math.min(lines.size(), from + MOST_REFUSALS));
      queue(tenant).add(new DenialBatch(keys, tenant, some, host, ++batches, sizes.keepMillis()));
    }
  }

  /** In a cluster a part of the tenants may have no master for long. What waits for them must not take all room from the others. */
  private void limitHeldBack() {
    int held = queues.values().stream().mapToInt(TenantQueue::heldBack).sum();
    if (held <= MOST_HELD_BACK) {
      return;
    }
    for (TenantQueue queue : queues.values().stream().sorted(Comparator.comparingInt(TenantQueue::heldBack).reversed()).toList()) {
      for (; held > MOST_HELD_BACK && queue.heldBack() > 0; held--) {
        drop(queue);
      }
    }
  }

  /** Whether Redis would take the calls of other tenants is known only when one of theirs has found room. */
  private void makeRoom() {
    if (full.getAndSet(false) && link.nodes().size() > 1) {
      queues.values().stream().max(Comparator.comparingInt(TenantQueue::stuck)).ifPresent(queue -> {
        for (int i = 0; i < BATCH && queue.stuck() > 0; i++) {
          drop(queue);
        }
      });
    }
  }

  private void drop(TenantQueue queue) {
    release(1, queue.drop().weight());
    lost.incrementAndGet();
  }

  private void enter(String tenant, TenantQueue queue) {
    if (queue.enter(BATCH)) {
      turns.add(tenant);
    }
  }

  /** A loop, since a write may fail at once: each one that began the next would need as much stack as there are tenants. */
  private void send() {
    if (sending) {
      return;
    }
    sending = true;
    for (String tenant = ""; underWay < MOST_AT_ONCE && (tenant = turns.poll()) != null;) {
      underWay++;
      write(tenant, queue(tenant));
    }
    sending = false;
  }

  private void write(String tenant, TenantQueue queue) {
    LedgerBatch batch = queue.first(BATCH, calls -> new AccountBatch(keys, tenant, calls, host, ++batches, sizes));
    CallersLoop.of(batch.write(link))
        .recover(cause -> isRejected(cause) ? Future.succeededFuture(new Rejected(batch.entries() + batch.refusals(), null))
            : Future.failedFuture(cause))
        .onComplete((rejected, failure) -> {
          underWay--;
          if (failure == null) {
            taken(tenant, queue, batch, rejected);
          } else {
            queue.failed(taken);
          }
          send();
          if (underWay == 0 && turns.isEmpty()) {
            Promise<Void> end = idle;
            idle = Promise.promise();
            end.complete();
          }
        });
  }

  private void taken(String tenant, TenantQueue queue, LedgerBatch batch, Rejected rejected) {
    taken++;
    release(batch.entries(), batch.weight());
    note(rejected);
    queue.taken();
    enter(tenant, queue);
    if (queue.isEmpty()) {
      queues.remove(tenant);
    }
  }

  /** The counter is raised last: whoever reads it on another thread finds the reason at the link already. */
  private void note(Rejected rejected) {
    if (rejected.reason() != null) {
      link.refused(SOME, rejected.reason());
    } else if (rejected.count() == 0) {
      link.accepted(SOME);
    }
    rejectedSince += rejected.count();
    lost.addAndGet(rejected.count());
  }

  /** Whether Redis refused a batch permanently. */
  private static boolean isRejected(Throwable cause) {
    return RedisErrors.isAnswered(cause) && PASSING.stream().noneMatch(code -> RedisErrors.is(cause, code));
  }

  private void report() {
    long now = lost.get();
    if (now > reportedLost) {
      LOG.warn("entries of usage and audit were lost: {} that Redis refused, {} that there was no room or time for",
          rejectedSince, now - reportedLost - rejectedSince);
      reportedLost = now;
      rejectedSince = 0;
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
          lost.addAndGet(size.get() + refusals.count() + queues.values().stream().mapToLong(TenantQueue::refusals).sum());
          report();
        });
  }

  private Future<Void> drain(long deadline) {
    return flush().compose(flushed -> size.get() == 0 && queues.isEmpty() && refusals.isEmpty() || System.nanoTime() > deadline
        ? Future.succeededFuture()
        : vertx.timer(FLUSH_MILLIS, TimeUnit.MILLISECONDS).compose(later -> drain(deadline)));
  }
}
