package dev.gatehouse.redis.link;

import dev.gatehouse.record.RedisUrl.Server;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The one server that the configuration names. */
record FixedMaster(RedisEndpoint server) implements Masters {

  @Override
  public Future<RedisEndpoint> find() {
    return Future.succeededFuture(server);
  }

  @Override
  public boolean isCurrent(RedisEndpoint other) {
    return true;
  }

  @Override
  public void add(Guest guest) {
    // The master never changes.
  }

  @Override
  public void remove(Guest guest) {
    // Nothing was added.
  }

  @Override
  public Future<Void> settled() {
    return Future.succeededFuture();
  }

  @Override
  public @Nullable Server named() {
    return null;
  }

  @Override
  public Future<Void> start() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> stop() {
    return Future.succeededFuture();
  }
}
