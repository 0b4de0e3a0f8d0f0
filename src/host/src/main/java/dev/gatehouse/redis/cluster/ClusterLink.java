package dev.gatehouse.redis.cluster;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.connection.ConnectionLoss;
import dev.gatehouse.redis.connection.Lane;
import dev.gatehouse.redis.connection.Masters;
import dev.gatehouse.redis.connection.OpenFailure;
import dev.gatehouse.redis.connection.PipelinedConnection;
import dev.gatehouse.redis.connection.RedisEndpoint;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.connection.RedisNode;
import dev.gatehouse.redis.connection.RedisProblems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The cluster-specific part of a {@code RedisLink}: the view of the cluster, and losses and problems per node. */
public final class ClusterLink {

  private static final String NOT_OPEN = "cannot use its node ";

  private final Vertx vertx;
  private final RedisEndpoint url;
  private final RedisProblems problems;
  private final Predicate<Lane> claim;
  private final PipelinedConnection.Listener link;
  private final Cluster cluster = new Cluster();
  private final ClusterWatch watch;
  private final AnyNode anyNode;
  private final Map<Server, ConnectionLoss> losses = new ConcurrentHashMap<>();
  private volatile @Nullable ClusterConnections lane;

  /**
   * A link that is not connected.
   *
   * @param claim whether an event loop has no way to Redis yet
   * @param link is told what is not of one node
   */
  public ClusterLink(Vertx vertx, RedisEndpoint url, RedisProblems problems, Predicate<Lane> claim, PipelinedConnection.Listener link) {
    this.vertx = vertx;
    this.url = url;
    this.problems = problems;
    this.claim = claim;
    this.link = link;
    this.anyNode = new AnyNode(url, cluster);
    this.watch = new ClusterWatch(vertx, url, cluster, problems, (server, request) -> send(server, request, RedisNode.MAY_FAIL));
  }

  RedisEndpoint url() {
    return url;
  }

  Cluster cluster() {
    return cluster;
  }

  /** Learns the nodes, and watches them from then on. */
  public Future<Void> start(long deadline) {
    return watch.load(deadline).onSuccess(v -> watch.start());
  }

  public void stop() {
    watch.stop();
    lane = null;
  }

  boolean claim(ClusterConnections fresh) {
    return claim.test(fresh);
  }

  /** An event loop is connected: what is of no event loop goes by its connections. */
  void started(ClusterConnections fresh) {
    lane = fresh;
  }

  private Future<Response> send(Server server, Request request, @Nullable String purpose) {
    ClusterConnections some = lane;
    return some == null
        ? Future.failedFuture(new StoreUnavailableException("Redis at " + url.address() + " is not connected", null))
        : some.send(server, request, purpose);
  }

  /** Any master, for a connection that subscribes to channels. */
  public Masters anyNode() {
    return anyNode;
  }

  /** The masters that hold data. */
  public List<RedisNode> nodes() {
    return cluster.view().serving().stream().sorted(Comparator.comparing(Server::toString)).<RedisNode>map(Master::new).toList();
  }

  /** One master, by any event loop's connection. */
  private final class Master implements RedisNode {

    private final Server server;

    Master(Server server) {
      this.server = server;
    }

    @Override
    public String address() {
      return server.toString();
    }

    @Override
    public Future<Response> send(Request request, @Nullable String purpose) {
      return ClusterLink.this.send(server, request, purpose);
    }
  }

  /** Whether the cluster takes commands and a master answers. */
  public Future<Response> ping() {
    if (!cluster.view().isUp()) {
      return Future.failedFuture(new StoreUnavailableException("Redis at " + url.address() + " takes no commands: cluster_state is fail",
          null));
    }
    List<Future<Response>> pings = nodes().stream().map(node -> node.send(Request.cmd(Command.PING), RedisNode.MAY_FAIL)).toList();
    return Future.any(pings).compose(any -> pings.stream().filter(Future::succeeded).findFirst().orElseThrow());
  }

  /** A command was redirected. */
  void redirected(Redirect redirect) {
    Server to = redirect.to();
    if (to != null && redirect.kind() == Redirect.Kind.MOVED) {
      cluster.moved(redirect.slot(), to);
    } else if (to != null) {
      cluster.met(to);
    }
    watch.look();
  }

  /** A node is no longer connected to, since it is no master. */
  void left(Server server) {
    problems.end(NOT_OPEN + server);
    losses.remove(server);
  }

  private ConnectionLoss loss(Server server) {
    return losses.computeIfAbsent(server, first -> new ConnectionLoss(vertx, server.toString()));
  }

  /**
   * What hears of one connection to a node.
   *
   * @param changed told when it is open, and when it is not
   */
  PipelinedConnection.Listener listener(Server server, Runnable changed) {
    return new NodeListener(server, changed);
  }

  private final class NodeListener implements PipelinedConnection.Listener {

    private final Server server;
    private final Runnable changed;

    NodeListener(Server server, Runnable changed) {
      this.server = server;
      this.changed = changed;
    }

    @Override
    public void opened(PipelinedConnection connection) {
      changed.run();
      problems.end(NOT_OPEN + server);
      link.opened(connection);
    }

    @Override
    public void lost(String why) {
      changed.run();
      loss(server).lost(why);
      watch.look();
    }

    @Override
    public void regained() {
      loss(server).regained();
    }

    @Override
    public void took(long nanos) {
      link.took(nanos);
    }

    /** A node that has failed over is no problem any more. */
    @Override
    public void notYet(Throwable cause) {
      if (cluster.view().masters().contains(server)) {
        problems.begin(NOT_OPEN + server, OpenFailure.reason(cause));
      }
      watch.look();
    }

    @Override
    public void refused(Request request, @Nullable String purpose, StoreUnavailableException error) {
      if (Redirect.of(error, server) == null) {
        link.refused(request, purpose, error);
      }
    }

    @Override
    public void unfit() {
      link.unfit();
      watch.look();
    }

    /** A redirection concerns one command. */
    @Override
    public boolean isOfWrongServer(StoreUnavailableException error) {
      return RedisErrors.isOfNoMaster(error) && Redirect.of(error, server) == null;
    }
  }
}
