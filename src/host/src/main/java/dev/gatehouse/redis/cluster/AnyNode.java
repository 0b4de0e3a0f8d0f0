package dev.gatehouse.redis.cluster;

import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.connection.Masters;
import dev.gatehouse.redis.connection.RedisChecks;
import dev.gatehouse.redis.connection.RedisEndpoint;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** Any master of a Redis Cluster, another one at each attempt: for a connection that subscribes to channels, which all nodes relay. */
final class AnyNode implements Masters {

  private final RedisEndpoint url;
  private final Cluster cluster;
  private final List<Guest> guests = new CopyOnWriteArrayList<>();

  AnyNode(RedisEndpoint url, Cluster cluster) {
    this.url = url;
    this.cluster = cluster;
    cluster.follow(() -> guests.forEach(Guest::leave));
  }

  @Override
  public Future<RedisEndpoint> find() {
    List<Server> nodes = new ArrayList<>(cluster.view().serving());
    List<Server> all = nodes.isEmpty() ? url.location().servers() : nodes;
    return Future.succeededFuture(url.at(all.get(ThreadLocalRandom.current().nextInt(all.size()))));
  }

  /** A node that was removed from the cluster still answers, but hears no messages of the others. */
  @Override
  public boolean isCurrent(RedisEndpoint server) {
    ClusterView view = cluster.view();
    Server node = server.location().servers().get(0);
    return view.serving().isEmpty() || view.masters().contains(node) || view.replicas().contains(node);
  }

  @Override
  public void add(Guest guest) {
    guests.add(guest);
  }

  @Override
  public void remove(Guest guest) {
    guests.remove(guest);
  }

  @Override
  public Future<Void> verify(RedisEndpoint server, String info) {
    return RedisChecks.verifyNode(info, true);
  }
}
