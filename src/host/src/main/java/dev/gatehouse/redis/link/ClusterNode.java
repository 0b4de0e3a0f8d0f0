package dev.gatehouse.redis.link;

import dev.gatehouse.record.RedisUrl.Server;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * One node of a Redis Cluster.
 *
 * @param server its address, with user and password
 * @param replicaToo whether it may be a replica
 */
record ClusterNode(RedisEndpoint server, boolean replicaToo) implements Masters {

  @Override
  public Future<RedisEndpoint> find() {
    return Future.succeededFuture(server);
  }

  @Override
  public boolean isCurrent(RedisEndpoint other) {
    return true;
  }

  @Override
  public Future<Void> verify(RedisEndpoint other, String info) {
    return RedisChecks.verifyNode(info, replicaToo);
  }

  @Override
  public void add(Guest guest) {
    // Who is master is not for a node to tell.
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
