package dev.gatehouse.redis.connection;

import dev.gatehouse.redis.cluster.Cluster;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a server can be trusted with revocations: version, eviction policy, role and mode. Runs on each new connection and with
 * each health check. Uses INFO, which needs fewer rights than CONFIG.
 */
public final class RedisChecks {

  private static final Pattern VERSION = Pattern.compile("(?m)^redis_version:((\\d+)\\.(\\d+)\\S*)");
  private static final Pattern POLICY = Pattern.compile("(?m)^maxmemory_policy:(\\S+)");
  private static final Pattern SENTINEL = Pattern.compile("(?m)^redis_mode:sentinel\\b");
  private static final Pattern CLUSTER = Pattern.compile("(?m)^cluster_enabled:1\\b");
  /** Stands in INFO only where {@code min-replicas-to-write} is set. */
  private static final Pattern REPLICAS = Pattern.compile("(?m)^min_slaves_good_slaves:(\\d+)");
  private static final Pattern REPLICA = Pattern.compile("(?m)^role:slave\\b");

  private RedisChecks() {
  }

  /**
   * Verifies a newly opened connection. A server that needs a password greets without one and refuses only the first command; one that is
   * loading its data answers INFO, but not PING.
   *
   * @param verify verifies the text of INFO
   * @return fails with {@link UnfitRedisException}, or with what Redis answered instead
   */
  static Future<Void> verifyNew(RedisConnection connection, Function<String, Future<Void>> verify) {
    Future<Response> ping = connection.send(Request.cmd(Command.PING));
    Future<Response> info = connection.send(Request.cmd(Command.INFO));
    return ping.recover(cause -> RedisErrors.isFullDisk(cause) ? Future.succeededFuture() : Future.failedFuture(cause))
        .compose(pong -> info)
        .recover(cause -> RedisErrors.answer(cause) != null && ping.succeeded()
            ? Future.failedFuture(new UnfitRedisException("does not answer INFO: " + cause.getMessage())) : Future.failedFuture(cause))
        .compose(text -> verify.apply(text.toString()));
  }

  /** Verifies a reply to INFO; fails with {@link UnfitRedisException}. */
  static Future<Void> verify(String info) {
    String objection = objection(info);
    return objection == null ? Future.succeededFuture() : Future.failedFuture(new UnfitRedisException(objection));
  }

  /**
   * Verifies a reply to INFO of a server that Sentinels name as the master. One that lost all its replicas may have been replaced while it was
   * cut off: Redis takes no more writes then, and what it still answers may be out of date.
   */
  public static Future<Void> verifyMaster(String info) {
    Matcher replicas = REPLICAS.matcher(info);
    if (REPLICA.matcher(info).find()) {
      return Future.failedFuture(new UnfitRedisException("is a read-only replica; the Sentinels name it as the master", false));
    }
    return replicas.find() && replicas.group(1).equals("0")
        ? Future
            .failedFuture(new UnfitRedisException("is in contact with none of its replicas, which min-replicas-to-write asks for", false))
        : verify(info);
  }

  /**
   * Verifies a reply to INFO of a node of a Redis Cluster.
   *
   * @param replicaToo whether it may be a replica, which tells of changes as well
   */
  public static Future<Void> verifyNode(String info, boolean replicaToo) {
    if (!CLUSTER.matcher(info).find()) {
      return Future.failedFuture(new UnfitRedisException("is not a node of a Redis Cluster; name it as redis:// in redis.url"));
    }
    if (!replicaToo && REPLICA.matcher(info).find()) {
      return Future.failedFuture(new UnfitRedisException("is a replica in its cluster", false));
    }
    String objection = objectionToServer(info);
    return objection == null ? Future.succeededFuture() : Future.failedFuture(new UnfitRedisException(objection));
  }

  /** Whether Redis stops to take writes when it loses its replicas. */
  public static boolean countsReplicas(String info) {
    return REPLICAS.matcher(info).find();
  }

  /** The reason why a Redis with this INFO is not fit, or null. */
  static @Nullable String objection(String info) {
    if (SENTINEL.matcher(info).find()) {
      return "is a Sentinel and holds no data; name the Redis that it watches";
    }
    if (CLUSTER.matcher(info).find()) {
      return "is a node of a Redis Cluster, which has only a part of the keys; name it as redis+cluster:// in redis.url";
    }
    if (REPLICA.matcher(info).find()) {
      return "is a read-only replica; name its master in redis.url";
    }
    return objectionToServer(info);
  }

  private static @Nullable String objectionToServer(String info) {
    Matcher version = VERSION.matcher(info);
    Matcher policy = POLICY.matcher(info);
    if (!version.find() || !policy.find()) {
      return "does not tell its redis_version and maxmemory_policy in INFO";
    }
    if (!recent(Integer.parseInt(version.group(2)), Integer.parseInt(version.group(3)))) {
      return "is version " + version.group(1) + "; 6.2 or newer is needed";
    }
    if (!policy.group(1).equals("noeviction")) {
      return "has maxmemory-policy " + policy.group(1) + ", which could evict revocations; set it to noeviction";
    }
    return null;
  }

  /** Whether a version is at least 6.2. */
  public static boolean recent(int major, int minor) {
    return major > 6 || major == 6 && minor >= 2;
  }
}
