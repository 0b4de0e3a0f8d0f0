package dev.gatehouse.auth.token;

import com.nimbusds.jose.jwk.JWK;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.auth.token.KeySetFetcher.Fetched;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cached key set of one issuer. It is fetched when it is first needed, refreshed when it is no longer fresh, and when a token names a key
 * that it lacks; one fetch at a time. While the issuer is away the last set stays in use for {@link #LAST_HOURS} hours. Safe for use by
 * several threads.
 */
final class KeySource {

  /** How long a key set is used after it was last fetched, in hours. */
  static final int LAST_HOURS = 24;
  /** The least time between two fetches, of which the second is for a key that the first did not bring. */
  static final Duration BETWEEN = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(KeySource.class);
  private static final long BETWEEN_NANOS = BETWEEN.toNanos();
  /** The least time between two fetches while there is no key set at all. */
  private static final long FIRST_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long LAST_NANOS = Duration.ofHours(LAST_HOURS).toNanos();
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final Duration LEAST_FRESH = Duration.ofMinutes(1);
  private static final Duration MOST_FRESH = Duration.ofHours(24);

  private final String name;
  private final Supplier<Future<Fetched>> fetch;
  private final LongSupplier nanoTime;
  private final LogThrottle throttle;
  private volatile @Nullable Loaded loaded;
  private volatile long refreshAt;
  private long attempted;
  private @Nullable String failure;
  private long fetches;
  private long failures;
  private @Nullable Future<List<JWK>> running;

  /** A key set and when it was last fetched. */
  private record Loaded(List<JWK> keys, long at) {
  }

  /**
   * Creates a source without keys.
   *
   * @param name what logs call it: {@code issuer 'corp' of tenant 'demo'}
   * @param fetch fetches the key set
   */
  KeySource(String name, Supplier<Future<Fetched>> fetch, LongSupplier nanoTime, LogThrottle throttle) {
    this.name = name;
    this.fetch = fetch;
    this.nanoTime = nanoTime;
    this.throttle = throttle;
  }

  /**
   * The keys for a token.
   *
   * @param kid the key that the token names, or null
   * @return fails with {@link StoreUnavailableException} when there are none that may still be used
   */
  synchronized Future<List<JWK>> keys(@Nullable String kid) {
    long now = nanoTime.getAsLong();
    List<JWK> keys = usable(now);
    boolean enough = keys != null && now - refreshAt < 0 && SignatureCheck.hasKey(keys, kid);
    if (keys != null && enough) {
      return Future.succeededFuture(keys);
    }
    if (running != null) {
      return running;
    }
    if (attempted != 0 && now - attempted < (keys == null ? FIRST_NANOS : BETWEEN_NANOS)) {
      return last(now);
    }
    return refresh(now);
  }

  /** What is known of it. */
  synchronized KeySetState state(String tenant, String issuer) {
    Loaded last = loaded;
    Duration age = last == null ? null : Duration.ofNanos(nanoTime.getAsLong() - last.at());
    return new KeySetState(tenant, issuer, fetches, failures, age, failure);
  }

  /**
   * The keys that are used now; the same object until others are fetched. Starts a refresh when they are no longer fresh.
   *
   * @return null when there are none that may still be used
   */
  @Nullable
  List<JWK> current() {
    long now = nanoTime.getAsLong();
    if (now - refreshAt >= 0) {
      refreshSoon(now);
    }
    return usable(now);
  }

  private synchronized void refreshSoon(long now) {
    if (running == null && now - refreshAt >= 0 && (attempted == 0 || now - attempted >= BETWEEN_NANOS)) {
      refresh(now);
    }
  }

  private @Nullable List<JWK> usable(long now) {
    Loaded last = loaded;
    return last == null || now - last.at() >= LAST_NANOS ? null : last.keys();
  }

  private Future<List<JWK>> last(long now) {
    List<JWK> keys = usable(now);
    return keys == null
        ? Future.failedFuture(new StoreUnavailableException("the keys of " + name + " cannot be fetched: " + failure, null))
        : Future.succeededFuture(keys);
  }

  private Future<List<JWK>> refresh(long now) {
    attempted = now == 0 ? 1 : now;
    fetches++;
    Promise<List<JWK>> done = Promise.promise();
    running = done.future();
    fetching().onComplete(fetched -> loaded(fetched, now), cause -> failed(cause)).onComplete(ended -> finish(done));
    return done.future();
  }

  /** The HTTP client refuses some URLs at once. */
  private Future<Fetched> fetching() {
    try {
      return fetch.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void finish(Promise<List<JWK>> done) {
    Future<List<JWK>> keys;
    synchronized (this) {
      running = null;
      keys = last(nanoTime.getAsLong());
    }
    keys.onComplete(done);
  }

  private synchronized void loaded(Fetched fetched, long now) {
    Loaded before = loaded;
    loaded = new Loaded(before != null && before.keys().equals(fetched.keys()) ? before.keys() : fetched.keys(), now);
    refreshAt = now + fresh(fetched.fresh()).toNanos();
    if (failure != null && throttle.admits("the keys of " + name + " can be fetched again")) {
      LOG.info("the keys of {} can be fetched again", name);
    }
    failure = null;
  }

  private static Duration fresh(Duration said) {
    Duration wanted = said.isZero() ? FRESH : said;
    return wanted.compareTo(LEAST_FRESH) < 0 ? LEAST_FRESH : wanted.compareTo(MOST_FRESH) > 0 ? MOST_FRESH : wanted;
  }

  private synchronized void failed(Throwable cause) {
    boolean known = failure != null;
    failure = String.valueOf(cause.getMessage());
    failures++;
    if (!known && throttle.admits("the keys of " + name + " cannot be fetched")) {
      LOG.warn("the keys of {} cannot be fetched: {}{}", name, failure,
          usable(nanoTime.getAsLong()) == null ? "" : "; those of before stay in use for up to " + LAST_HOURS + " h");
    }
  }
}
