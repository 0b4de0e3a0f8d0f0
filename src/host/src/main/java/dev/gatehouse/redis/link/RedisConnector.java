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
  private final RedisEndpoint url;

  /** An open connection, with the client to close. */
  record Held(Redis client, RedisConnection connection) {
  }

  RedisConnector(Vertx vertx, RedisEndpoint url) {
    this.vertx = vertx;
    this.url = url;
  }

  /**
   * Opens a connection.
   *
   * @param mostInFlight more unanswered commands than this, and the next one fails as if Redis were away
   * @param millis after which it is given up
   * @return fails with {@link UnfitRedisException}, with what Redis answered, or with why the connection cannot be had
   */
  Future<Held> open(int mostInFlight, long millis) {
    return url.options(vertx, mostInFlight, TCP_MILLIS).compose(options -> open(options, millis));
  }

  private Future<Held> open(RedisOptions options, long millis) {
    Redis client = Redis.createClient(vertx, options);
    return client.connect()
        .compose(connection -> RedisChecks.verifyNew(connection).map(fit -> new Held(client, connection)))
        .timeout(millis, TimeUnit.MILLISECONDS)
        .onFailure(cause -> client.close());
  }
}
