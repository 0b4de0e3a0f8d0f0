package dev.gatehouse.redis.connection;

import io.vertx.core.Future;

/** The one server that the configuration names. */
public record FixedMaster(RedisEndpoint server) implements Masters {

  @Override
  public Future<RedisEndpoint> find() {
    return Future.succeededFuture(server);
  }
}
