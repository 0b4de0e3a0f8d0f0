package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.CredentialChanges;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyStore;
import dev.gatehouse.feature.loop.CallersLoop;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.CacheSlot.Answer;
import dev.gatehouse.redis.link.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.link.RedisStartException;
import dev.gatehouse.redis.link.Tracking;
import dev.gatehouse.redis.link.TrackingEpoch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cache of what credentials may do, which Redis invalidates by telling of every change. A credential in the cache costs no round trip.
 * While Redis does not answer, a record that was true not long ago stays good for the grace time.
 *
 * <p>A push may overtake a read, so a read leaves its mark first ({@link KeyCache}), and what was read is kept, and used, only if no push
 * has taken the mark away meanwhile. A change of the revocation set leaves the records as they are ({@link Revocations}).
 */
public final class CachedKeyStore implements KeyStore {

  private static final int MOST_KNOWN = 50_000;
  private static final int MOST_UNKNOWN = 10_000;
  /** Changes that come faster than a record can be read, this many times in a row, are an outage. */
  private static final int MOST_READS = 8;

  private final RedisLink link;
  private final RedisKeys keys;
  private final KeyReads reads;
  private final Duration grace;
  private final Clock clock;
  private volatile CredentialChanges listener = CredentialChanges.NONE;
  private final List<Tracking.Listener> others;
  private final KeyCache cache = new KeyCache(MOST_KNOWN, MOST_UNKNOWN, id -> listener.inUse().contains(id));
  private final Revocations revocations;
  private volatile @Nullable TrackingEpoch epoch;
  /** Until when the last epoch is known to have been live, while there is none. */
  private volatile long trackedNanos = System.nanoTime();
  private volatile @Nullable String deployment;

  /**
   * An empty cache, which asks for everything until {@link #start()}.
   *
   * @param grace how long what was known stays good while Redis does not answer; zero is never
   * @param others are told of everything that Redis tells, after the cache
   */
  public CachedKeyStore(RedisLink link, RedisKeys keys, Duration grace, Clock clock, Tracking.Listener... others) {
    Context context = link.vertx().getOrCreateContext();
    this.link = link;
    this.keys = keys;
    this.reads = new KeyReads(new RecordReader(link, keys), context);
    this.revocations = new Revocations(new RevokedSet(link, keys)::first, context, this::slotsInUse,
        id -> listener.changed(id));
    this.grace = grace;
    this.clock = clock;
    this.others = List.of(others);
  }

  /**
   * Begins to listen for changes.
   *
   * @return fails with {@link RedisStartException} when Redis will not tell of them
   */
  public Future<Void> start() {
    return link.vertx().deployVerticle(link.tracking(keys.tracked(), new Changes()))
        .onSuccess(id -> deployment = id)
        .mapEmpty();
  }

  /** Stops listening. */
  public Future<Void> close() {
    revocations.close();
    String id = deployment;
    deployment = null;
    return id == null ? Future.succeededFuture() : link.vertx().undeploy(id);
  }

  /**
   * Sets the listener for credentials that may have changed, themselves or by what they depend on. While tracking is lost these are all of
   * them, about once a second.
   */
  public void onChange(CredentialChanges told) {
    listener = told;
  }

  /** How long ago Redis is last known to have told of every change: about a quarter of a second while all is well. */
  public Duration trackingAge() {
    TrackingEpoch now = epoch;
    return Duration.ofNanos(Math.max(0, System.nanoTime() - (now == null ? trackedNanos : now.heardNanos())));
  }

  @Override
  public boolean knows(String id) {
    return cache.knows(id);
  }

  /**
   * While Redis tells of no changes, what was read meanwhile counts as current: every key in use is then read again each second or so
   * ({@link Changes#lost}), and a change before that is found at the next such read.
   */
  @Override
  public @Nullable KeyRecord current(String id) {
    CacheSlot slot = cache.known(id);
    if (slot == null || slot.isDropped()) {
      return null;
    }
    boolean current = slot.isTracked() ? slot.isUsable() && revocations.isGood(slot.answer()) : epoch == null;
    return current ? slot.answer().record().result() : null;
  }

  @Override
  public @Nullable KeyRecord cached(String id) {
    CacheSlot slot = cache.usable(id);
    return slot != null && isGood(slot.answer()) ? slot.answer().record().result() : null;
  }

  @Override
  public Future<KeyRecord> find(Credential credential) {
    CacheSlot slot = cache.usable(credential.id());
    return slot == null ? CallersLoop.of(load(credential, 1)) : use(slot);
  }

  private Future<KeyRecord> use(CacheSlot slot) {
    Answer answer = slot.answer();
    return isGood(answer) ? answer.record() : CallersLoop.of(askWhetherRevoked(slot));
  }

  /** A key that does not exist is not in the revocation set. */
  private boolean isGood(Answer answer) {
    return !answer.exists() || revocations.isGood(answer);
  }

  private Future<KeyRecord> askWhetherRevoked(CacheSlot slot) {
    return revocations.ask(slot)
        .compose(asked -> asked.answer().record())
        .recover(failure -> fromBefore(slot.id(), failure));
  }

  /** Without those that were dropped, which are read again anyway. */
  private List<CacheSlot> slotsInUse() {
    return listener.inUse().stream().map(cache::known).filter(slot -> slot != null && !slot.isDropped()).toList();
  }

  private static Future<KeyRecord> restless() {
    return Future.failedFuture(new StoreUnavailableException("the key's records change faster than they can be read", null));
  }

  private Future<KeyRecord> load(Credential credential, int attempt) {
    TrackingEpoch now = epoch;
    if (now == null || !now.isLive()) {
      return read(new CacheSlot(credential, null)).map(this::remember).recover(failure -> fromBefore(credential.id(), failure));
    }
    CacheSlot fresh = new CacheSlot(credential, now);
    CacheSlot slot = cache.join(fresh);
    if (slot == fresh) {
      read(fresh)
          .compose(read -> keep(fresh, attempt))
          .recover(failure -> fromBefore(credential.id(), failure))
          .onComplete(fresh.loading());
    }
    return slot.loading().future();
  }

  private Future<CacheSlot> read(CacheSlot slot) {
    long nanos = System.nanoTime();
    Instant at = clock.instant();
    long told = revocations.told();
    return reads.read(slot.credential(), names -> cache.dependsOn(slot, names))
        .map(read -> {
          slot.fill(read, nanos, at, told);
          return slot;
        })
        .onFailure(failure -> cache.abandon(slot));
  }

  /** Looks whether the slot was dropped only after it is where pushes find it. */
  private Future<KeyRecord> keep(CacheSlot slot, int attempt) {
    cache.place(slot);
    if (slot.isDropped()) {
      return attempt == MOST_READS ? restless() : load(slot.credential(), attempt + 1);
    }
    Answer answer = slot.answer();
    return !answer.exists() || revocations.isCurrent(answer) ? answer.record() : askWhetherRevoked(slot);
  }

  /** Read while nobody tells of changes: good for this one use, and for an outage that may come. */
  private KeyRecord remember(CacheSlot slot) {
    cache.place(slot);
    return slot.answer().record().result();
  }

  /** What was true not long ago, when Redis says nothing. An answer of Redis, be it an error, counts; so does a change it told of. */
  private Future<KeyRecord> fromBefore(String id, Throwable failure) {
    CacheSlot slot = cache.known(id);
    return slot != null && RedisErrors.isSilence(failure) && isWithinGrace(slot) ? slot.answer().record() : Future.failedFuture(failure);
  }

  private boolean isWithinGrace(CacheSlot slot) {
    return !slot.isDropped() && revocations.isCurrent(slot.answer()) && System.nanoTime() - slot.trueNanos() < grace.toNanos()
        && slot.lasts();
  }

  /** What Redis tells. */
  private final class Changes implements Tracking.Listener {

    @Override
    public void tracked(TrackingEpoch now) {
      // A slot of an earlier epoch is read again at its next use; until then it is good for an outage, within the grace time.
      epoch = now;
      listener.allChanged();
      others.forEach(other -> other.tracked(now));
    }

    @Override
    public void changed(List<String> names) {
      names.forEach(this::changed);
      others.forEach(other -> other.changed(names));
    }

    private void changed(String name) {
      String keyId = keys.keyId(name);
      if (keyId != null) {
        cache.changed(keyId);
        listener.changed(keyId);
      } else if (name.equals(keys.revoked())) {
        revocations.changed();
      } else {
        cache.changed(name, listener::changed);
      }
    }

    @Override
    public void flushed() {
      revocations.changed();
      cache.clear();
      listener.allChanged();
      others.forEach(Tracking.Listener::flushed);
    }

    @Override
    public void lost() {
      TrackingEpoch last = epoch;
      if (last != null) {
        trackedNanos = last.heardNanos();
      }
      epoch = null;
      link.look();
      listener.allChanged();
      others.forEach(Tracking.Listener::lost);
    }
  }
}
