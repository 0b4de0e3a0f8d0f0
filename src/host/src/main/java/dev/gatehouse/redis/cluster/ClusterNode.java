package dev.gatehouse.redis.cluster;

import dev.gatehouse.redis.connection.Masters;
import dev.gatehouse.redis.connection.RedisChecks;
import dev.gatehouse.redis.connection.RedisEndpoint;
import io.vertx.core.Future;

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
  public Future<Void> verify(RedisEndpoint other, String info) {
    return RedisChecks.verifyNode(info, replicaToo);
  }
}
