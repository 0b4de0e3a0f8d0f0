package dev.gatehouse.redis.link;

import io.vertx.core.Future;

/** The one server that the configuration names. */
record FixedMaster(RedisEndpoint server) implements Masters {

  @Override
  public Future<RedisEndpoint> find() {
    return Future.succeededFuture(server);
  }
}
