package dev.gatehouse.redis.cluster;

import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.connection.Masters;
import dev.gatehouse.redis.connection.RedisChecks;
import dev.gatehouse.redis.connection.RedisEndpoint;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Any master of a Redis Cluster, another one at each attempt: for a connection that subscribes to channels, which all nodes pass on. */
final class AnyNode implements Masters {

  private final RedisEndpoint url;
  private final Cluster cluster;

  AnyNode(RedisEndpoint url, Cluster cluster) {
    this.url = url;
    this.cluster = cluster;
  }

  @Override
  public Future<RedisEndpoint> find() {
    List<Server> nodes = new ArrayList<>(cluster.view().serving());
    List<Server> all = nodes.isEmpty() ? url.location().servers() : nodes;
    return Future.succeededFuture(url.at(all.get(ThreadLocalRandom.current().nextInt(all.size()))));
  }

  @Override
  public Future<Void> verify(RedisEndpoint server, String info) {
    return RedisChecks.verifyNode(info, true);
  }
}
