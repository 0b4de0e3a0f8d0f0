package dev.gatehouse;

import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.auth.limit.LocalLimiter;
import dev.gatehouse.auth.token.ProofLog;
import dev.gatehouse.auth.watch.CredentialWatch;
import dev.gatehouse.auth.watch.Scheduler;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.LimitsConfig.Lease;
import dev.gatehouse.config.LimitsConfig.OnOutage;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.redis.OutageLimiter;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.RedisLimiter;
import dev.gatehouse.redis.embedded.EmbeddedRedis;
import dev.gatehouse.redis.keys.CachedKeyStore;
import dev.gatehouse.redis.keys.IssuerTable;
import dev.gatehouse.redis.keys.RedisProofLog;
import dev.gatehouse.redis.link.PersistenceWatch;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.link.TlsWarmUp;
import dev.gatehouse.redis.session.RedisSessions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stage 2: Redis is connected and verified, and key records are cached and watched for changes.
 *
 * @param embedded the host's own Redis; null when the configuration names another
 * @param redis the link to it
 * @param names the names of its keys
 * @param records the cache of key records
 * @param issuers the issuers of tokens; they may not have been read yet
 * @param watch re-authorises what keys and tokens have open
 * @param persistence whether Redis can write to its disk
 * @param sessions the sessions of the older revisions, which all hosts share
 */
record Store(Platform platform, @Nullable EmbeddedRedis embedded, RedisLink redis, RedisKeys names, CachedKeyStore records,
    IssuerTable issuers, CredentialWatch watch, PersistenceWatch persistence, RedisSessions sessions) {

  /** The maximum number of limits counted locally during an outage, each some 200 bytes. */
  private static final int LOCAL_LIMITS = 100_000;

  /**
   * Connects, to an embedded Redis that is started first where the configuration names no other. The connections take one event loop
   * each, so that all of them run before any plugin's class loader is near.
   *
   * @return fails with {@link dev.gatehouse.redis.connection.RedisStartException} when Redis cannot be used
   */
  static Future<Store> connect(Platform platform) {
    HostConfig config = platform.config();
    return platform.vertx().executeBlocking(() -> embedded(platform)).compose(embedded -> {
      String url = embedded == null ? Objects.requireNonNull(config.redis().url()) : embedded.url();
      RedisLink redis = new RedisLink(platform.vertx(), url, config.redis().tls(), Platform.EVENT_LOOPS);
      platform.shutdown().add("the link to Redis", redis::close);
      return redis.connect(config.redis().connectTimeout()).compose(connected -> trust(platform, embedded, redis));
    });
  }

  private static @Nullable EmbeddedRedis embedded(Platform platform) {
    HostConfig config = platform.config();
    if (config.redis().url() != null) {
      TlsWarmUp.at(config.redis().url());
      return null;
    }
    EmbeddedRedis embedded = EmbeddedRedis.start(config.redis().embedded());
    platform.shutdown().add("the embedded Redis", () -> platform.vertx().executeBlocking(() -> {
      embedded.shutdown();
      return null;
    }));
    return embedded;
  }

  private static Future<Store> trust(Platform platform, @Nullable EmbeddedRedis embedded, RedisLink redis) {
    Vertx vertx = platform.vertx();
    RedisKeys names = new RedisKeys(platform.config().redis().prefix());
    IssuerTable issuers = new IssuerTable(redis, names);
    RedisSessions sessions = new RedisSessions(redis, names, platform.config().sessions(), platform.config().auth().grace(),
        ServerIdentity.current().version());
    CachedKeyStore records =
        new CachedKeyStore(redis, names, platform.config().auth().grace(), Clock.systemUTC(), issuers.changes(), sessions.changes());
    CredentialWatch watch = new CredentialWatch(Clock.systemUTC(), Scheduler.on(vertx.getOrCreateContext()));
    records.onChange(watch);
    PersistenceWatch persistence = new PersistenceWatch(vertx, redis);
    persistence.start();
    platform.shutdown().addSync("the watch over persistence", persistence::stop);
    platform.shutdown().addSync("the table of issuers", issuers::close);
    platform.shutdown().add("the cache of keys", records::close);
    Future<String> deployed =
        vertx.deployVerticle(sessions).onSuccess(id -> platform.shutdown().add("the sessions", () -> vertx.undeploy(id)));
    return Future.join(records.start(), deployed)
        .map(started -> new Store(platform, embedded, redis, names, records, issuers, watch, persistence, sessions));
  }

  /** The replay cache of proofs of possession. */
  ProofLog proofs() {
    return new RedisProofLog(redis, names);
  }

  /** The limiter: in Redis, or also local during an outage, as configured. */
  Limiter limiter() {
    Limiter common = new RedisLimiter(redis, names, platform.config().limits().lease() == Lease.AUTO);
    return platform.config().limits().onOutage() == OnOutage.REFUSE
        ? common
        : new OutageLimiter(common, new LocalLimiter(Clock.systemUTC(), LOCAL_LIMITS));
  }

  /** For {@code /health/ready}: the master that Sentinels name, whether Redis can write to its disk, and what else is wrong with it. */
  JsonObject state() {
    JsonArray problems = new JsonArray(new ArrayList<>(redis.problems()));
    if (embedded != null && embedded.problem() != null) {
      problems.add(embedded.problem());
    }
    JsonObject state = persistence.state();
    if (redis.master() != null) {
      state.put("master", redis.master());
    }
    return problems.isEmpty() ? state : state.put("problems", problems);
  }
}
