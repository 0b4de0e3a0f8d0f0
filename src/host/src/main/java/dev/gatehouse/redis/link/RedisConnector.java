package dev.gatehouse.redis.link;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections to Redis and verifies each before use.
 *
 * <p>A connection of the client that is cut is dead for good, and closing it only hands it back to its pool. So each connection
 * has a client of its own, and closing that client really closes the socket.
 */
final class RedisConnector {

  private static final int TCP_MILLIS = 2_000;

  private final Vertx vertx;
  private final Masters masters;

  /** An open connection, with the client to close and the server that it is to. */
  record Held(Redis client, RedisConnection connection, RedisEndpoint server) {
  }

  RedisConnector(Vertx vertx, Masters masters) {
    this.vertx = vertx;
    this.masters = masters;
  }

  /**
   * Opens a connection to the master.
   *
   * @param mostInFlight more unanswered commands than this, and the next one fails as if Redis were away
   * @param millis after which it is given up
   * @return fails with {@link UnfitRedisException}, with what Redis answered, or with why the connection cannot be had
   */
  Future<Held> open(int mostInFlight, long millis) {
    return masters.find()
        .compose(server -> server.options(vertx, mostInFlight, TCP_MILLIS).compose(options -> open(server, options, millis)));
  }

  private Future<Held> open(RedisEndpoint server, RedisOptions options, long millis) {
    Redis client = Redis.createClient(vertx, options);
    return client.connect()
        .compose(connection -> RedisChecks.verifyNew(connection, info -> masters.verify(server, info))
            .map(fit -> new Held(client, connection, server)))
        .compose(this::stillCurrent)
        .timeout(millis, TimeUnit.MILLISECONDS)
        .onFailure(cause -> client.close());
  }

  private Future<Held> stillCurrent(Held opened) {
    return masters.isCurrent(opened.server()) ? Future.succeededFuture(opened)
        : Future.failedFuture(new UnfitRedisException("is no longer the master", false));
  }
}
