package dev.gatehouse.redis;

import dev.gatehouse.auth.KeyRecord;
import dev.gatehouse.auth.KeyStore;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.redis.RecordReader.Read;
import dev.gatehouse.redis.Slot.Answer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Key records in the host's memory, kept true by Redis, which tells of every change. A known key costs no question. What is not known
 * to be true is asked for; only while Redis does not answer, a key whose record was true not long ago is good for the time of grace.
 *
 * <p>A push may overtake a read, so a read leaves its mark first, and what was read is kept, and used, only if no push has taken the
 * mark away meanwhile. A change of the revocation set leaves the records as they are; each key in use asks once whether it is in.
 */
public final class CachedKeyStore implements KeyStore {

  private static final int MOST_KNOWN = 50_000;
  private static final int MOST_UNKNOWN = 10_000;
  /** Changes that come faster than a record can be read, this many times in a row, are an outage. */
  private static final int MOST_READS = 8;

  private final RedisLink link;
  private final RedisKeys keys;
  private final RecordReader reader;
  private final Duration grace;
  private final Clock clock;
  private final Slots known = new Slots(MOST_KNOWN);
  /** What does not exist, and what is being read. */
  private final Slots unknown = new Slots(MOST_UNKNOWN);
  private final AtomicLong revocations = new AtomicLong();
  private volatile Hearing hearing;
  private volatile Runnable onChange = () -> { };
  private volatile String deployment;

  /**
   * A cache, empty, that asks for everything until {@link #start()}.
   *
   * @param grace how long what was known stays good while Redis does not answer; zero is never
   */
  public CachedKeyStore(RedisLink link, RedisKeys keys, Duration grace, Clock clock) {
    this.link = link;
    this.keys = keys;
    this.reader = new RecordReader(link, keys);
    this.grace = grace;
    this.clock = clock;
  }

  /**
   * Begins to listen for changes.
   *
   * @return fails with {@link RedisStartException} when Redis will not tell of them
   */
  public Future<Void> start() {
    return link.vertx().deployVerticle(new Tracking(link.url(), keys.tracked(), new Changes()))
        .onSuccess(id -> deployment = id)
        .mapEmpty();
  }

  /** Stops listening. */
  public Future<Void> close() {
    String id = deployment;
    deployment = null;
    return id == null ? Future.succeededFuture() : link.vertx().undeploy(id);
  }

  /** Runs something whenever a key may have changed, on any thread; while Redis does not tell of changes, every second or so. */
  public void onChange(Runnable action) {
    onChange = action;
  }

  @Override
  public boolean knows(String keyId) {
    Slot slot = unknown.find(keyId);
    return known.find(keyId) != null || slot != null && slot.isUsable() && slot.answer() != null;
  }

  @Override
  public Future<KeyRecord> find(String keyId) {
    Slot slot = known.find(keyId);
    if (slot == null || !slot.isUsable()) {
      slot = unknown.find(keyId);
    }
    return slot != null && slot.isUsable() ? use(slot) : load(keyId, 1);
  }

  private Future<KeyRecord> use(Slot slot) {
    Answer answer = slot.answer();
    if (answer == null) {
      return here(slot.loading().future());
    }
    return answer.revocations() == revocations.get() ? answer.record() : askWhetherRevoked(slot, 1);
  }

  private Future<KeyRecord> askWhetherRevoked(Slot slot, int attempt) {
    long now = revocations.get();
    return reader.revoked(slot.read().revocable())
        .compose(revoked -> {
          Answer answer = slot.revoked(revoked, now);
          return now == revocations.get() || attempt == MOST_READS ? settled(answer) : askWhetherRevoked(slot, attempt + 1);
        })
        .recover(failure -> fromBefore(slot.keyId(), failure));
  }

  private Future<KeyRecord> settled(Answer answer) {
    return answer.revocations() == revocations.get() ? answer.record() : restless();
  }

  private static Future<KeyRecord> restless() {
    return Future.failedFuture(new StoreUnavailableException("the key's records change faster than they can be read", null));
  }

  private Future<KeyRecord> load(String keyId, int attempt) {
    Hearing now = hearing;
    if (now == null || !now.isLive()) {
      return read(new Slot(keyId, null)).map(this::remember).recover(failure -> fromBefore(keyId, failure));
    }
    Slot fresh = new Slot(keyId, now);
    Slot slot = unknown.join(fresh);
    if (slot != fresh) {
      return use(slot);
    }
    read(fresh)
        .compose(read -> keep(fresh, attempt))
        .recover(failure -> {
          unknown.remove(fresh);
          return fromBefore(keyId, failure);
        })
        .onComplete(fresh.loading());
    return here(fresh.loading().future());
  }

  private Future<Slot> read(Slot slot) {
    long nanos = System.nanoTime();
    Instant at = clock.instant();
    long now = revocations.get();
    return reader.read(slot.keyId(), slot::dependsOn).map((Read read) -> {
      slot.fill(read, nanos, at, now);
      return slot;
    });
  }

  /** The mark is looked at after the slot stands where pushes find it. */
  private Future<KeyRecord> keep(Slot slot, int attempt) {
    if (exists(slot)) {
      known.put(slot);
      unknown.remove(slot);
    } else {
      known.remove(slot.keyId());
    }
    if (slot.isDropped()) {
      unknown.remove(slot);
      return attempt == MOST_READS ? restless() : load(slot.keyId(), attempt + 1);
    }
    return slot.answer().revocations() == revocations.get() ? slot.answer().record() : askWhetherRevoked(slot, 1);
  }

  /** Read while nobody tells of changes: good for this one use, and for an outage that may come. */
  private KeyRecord remember(Slot slot) {
    if (exists(slot)) {
      known.put(slot);
    } else {
      known.remove(slot.keyId());
    }
    return slot.answer().record().result();
  }

  private static boolean exists(Slot slot) {
    return slot.answer().record().result().exists();
  }

  /** What was true not long ago, when Redis says nothing. An answer of Redis, be it an error, counts; so does a change it told of. */
  private Future<KeyRecord> fromBefore(String keyId, Throwable failure) {
    Slot slot = known.find(keyId);
    boolean good = slot != null && !slot.isDropped() && RedisErrors.isSilence(failure) && slot.answer().revocations() == revocations.get()
        && System.nanoTime() - slot.trueNanos() < grace.toNanos() && slot.lasts();
    return good ? slot.answer().record() : Future.failedFuture(failure);
  }

  /** An answer that another event loop waits for comes back on the caller's. */
  private static Future<KeyRecord> here(Future<KeyRecord> elsewhere) {
    Context context = Vertx.currentContext();
    if (context == null || elsewhere.isComplete()) {
      return elsewhere;
    }
    Promise<KeyRecord> here = Promise.promise();
    elsewhere.onComplete(found -> context.runOnContext(v -> here.handle(found)));
    return here.future();
  }

  /** What Redis tells. */
  private final class Changes implements Tracking.Listener {

    @Override
    public void tracked(Hearing now) {
      // What is from before is of another hearing: asked for again at its next use, and meanwhile as good as grace lets it be.
      hearing = now;
      onChange.run();
    }

    @Override
    public void changed(List<String> names) {
      names.forEach(this::changed);
      onChange.run();
    }

    private void changed(String name) {
      String keyId = keys.keyId(name);
      if (keyId != null) {
        // In this order: a slot moves from the unknown to the known. A known key stays one, to be read again: an operator who edits
        // a key in use does not make it a stranger.
        unknown.remove(keyId);
        known.drop(keyId);
      } else if (name.equals(keys.revoked())) {
        revocations.incrementAndGet();
      } else {
        unknown.removeIf(slot -> slot.dependsOn(name));
        known.dropIf(slot -> slot.dependsOn(name));
      }
    }

    @Override
    public void flushed() {
      revocations.incrementAndGet();
      unknown.removeIf(slot -> true);
      known.removeIf(slot -> true);
      onChange.run();
    }

    @Override
    public void lost() {
      hearing = null;
      onChange.run();
    }
  }
}
