package dev.gatehouse.redis.link;

import dev.gatehouse.record.RedisUrl.Server;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

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
  public boolean isCurrent(RedisEndpoint server) {
    return true;
  }

  @Override
  public Future<Void> verify(RedisEndpoint server, String info) {
    return RedisChecks.verifyNode(info, true);
  }

  @Override
  public void add(Guest guest) {
    // One node is as good as another.
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
