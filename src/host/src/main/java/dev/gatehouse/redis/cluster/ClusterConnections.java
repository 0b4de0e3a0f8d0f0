package dev.gatehouse.redis.cluster;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.connection.Lane;
import dev.gatehouse.redis.connection.PipelinedConnection;
import dev.gatehouse.redis.connection.RedisEndpoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to the masters of a Redis Cluster. Sends each command to the master that serves its key, and follows
 * redirections.
 *
 * <p>The cluster client in Vert.x is not used: it cannot connect while one node is away, takes further connections from a pool, which may
 * refuse, waits without a bound for a silent node, and does not tell which node has answered. That must be known: only what a tracked
 * master answers may be kept.
 */
public final class ClusterConnections extends VerticleBase implements Lane {

  /** How long connections to a node stay open that is no master any more, for the commands that are under way. */
  private static final long LEAVE_MILLIS = 5_000;

  private final ClusterLink link;
  private final Cluster cluster;
  private final Duration commandTimeout;
  private final long lookMillis;
  private final long startDeadline;
  private final Map<Server, Node> nodes = new HashMap<>();
  private final Set<Server> leaving = new HashSet<>();
  private @Nullable Thread loop;
  private boolean stopped;
  private volatile boolean open;

  /** A connection, and when its first attempt to open is over. */
  private record Node(PipelinedConnection connection, Future<?> tried) {
  }

  /**
   * Connections that open when they are deployed.
   *
   * @param lookMillis between two health checks
   * @param startDeadline in the terms of {@link System#nanoTime()}
   */
  public ClusterConnections(ClusterLink link, Duration commandTimeout, long lookMillis, long startDeadline) {
    this.link = link;
    this.cluster = link.cluster();
    this.commandTimeout = commandTimeout;
    this.lookMillis = lookMillis;
    this.startDeadline = startDeadline;
  }

  @Override
  public Future<?> start() {
    if (!link.claim(this)) {
      return Future.succeededFuture();
    }
    loop = Thread.currentThread();
    return openInTurn(List.copyOf(cluster.view().masters()).iterator()).onSuccess(opened -> {
      cluster.follow(() -> context.runOnContext(v -> follow()));
      follow();
      link.started(this);
    }).recover(cause -> stop().transform(done -> Future.failedFuture(cause)));
  }

  /** Not all at once: with TLS each takes a part of a second on a fraction of a processor, and all together would be late. */
  private Future<Void> openInTurn(Iterator<Server> masters) {
    return masters.hasNext() ? openInTime(masters.next()).compose(opened -> openInTurn(masters)) : Future.succeededFuture();
  }

  /** A master that fails over meanwhile is not waited for. */
  private Future<?> openInTime(Server server) {
    PipelinedConnection connection = connection(server);
    Future<?> started = connection.start().recover(cause -> cluster.view().masters().contains(server)
        ? Future.failedFuture(cause) : Future.succeededFuture());
    nodes.put(server, new Node(connection, started));
    return started;
  }

  private PipelinedConnection connection(Server server) {
    RedisEndpoint node = link.url().at(server);
    PipelinedConnection connection = new PipelinedConnection(node.address(), new ClusterNode(node, false), commandTimeout, lookMillis,
        startDeadline, alone -> true, link.listener(server, this::count));
    connection.init(vertx, context);
    return connection;
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return Future.join(nodes.values().stream().map(node -> node.connection().stop()).toList()).otherwiseEmpty();
  }

  /** Opens connections to new masters, and closes those to nodes that are no longer masters. */
  private void follow() {
    if (stopped) {
      return;
    }
    Set<Server> masters = cluster.view().masters();
    masters.forEach(this::node);
    nodes.keySet().stream().filter(server -> !masters.contains(server) && leaving.add(server)).toList()
        .forEach(server -> vertx.setTimer(LEAVE_MILLIS, tick -> leave(server)));
    count();
  }

  private void leave(Server server) {
    leaving.remove(server);
    if (!cluster.view().masters().contains(server)) {
      Node left = nodes.remove(server);
      if (left != null) {
        left.connection().stop();
        link.left(server);
      }
    }
  }

  private Node node(Server server) {
    Node known = nodes.get(server);
    if (known != null) {
      return known;
    }
    PipelinedConnection connection = connection(server);
    Node fresh = new Node(connection, connection.startLater());
    nodes.put(server, fresh);
    return fresh;
  }

  private void count() {
    open = cluster.view().masters().stream().map(nodes::get).allMatch(node -> node != null && node.connection().isOpen());
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public Future<Response> send(Request request, @Nullable String purpose) {
    return onLoop(() -> {
      Server server = owner(request);
      return server == null ? unavailable("has no node for the slot of the key", request)
          : new RoutedCommand(this, request, purpose, System.nanoTime() + commandTimeout.toNanos()).to(server);
    });
  }

  /** Sends a command to this node, whoever serves its key; from any thread. */
  Future<Response> send(Server server, Request request, @Nullable String purpose) {
    return onLoop(() -> sendHere(server, request, purpose, false));
  }

  private Future<Response> onLoop(Supplier<Future<Response>> command) {
    if (Thread.currentThread() == loop) {
      return command.get();
    }
    Context caller = vertx.getOrCreateContext();
    Promise<Response> answered = Promise.promise();
    context.runOnContext(v -> command.get()
        .onComplete((answer, cause) -> caller.runOnContext(w -> answered.complete(answer, cause))));
    return answered.future();
  }

  /** The master that serves a command's key, any for one without a key; null for none. */
  @Nullable
  Server owner(Request request) {
    int slot = HashSlot.of(request);
    return slot == HashSlot.NONE ? any() : cluster.view().owner(slot);
  }

  private @Nullable Server any() {
    Set<Server> serving = cluster.view().serving();
    return serving.stream().filter(server -> nodes.containsKey(server) && nodes.get(server).connection().isOpen()).findFirst()
        .orElseGet(() -> serving.stream().findFirst().orElse(null));
  }

  private Future<Response> unavailable(String what, Request request) {
    return Future.failedFuture(new StoreUnavailableException(
        "Redis at " + address() + ' ' + what + " when asked: " + request.command(), null));
  }

  /** Sends a command on this event loop, after the first attempt to open where the node is new. */
  Future<Response> sendHere(Server server, Request request, @Nullable String purpose, boolean asking) {
    if (stopped) {
      return unavailable("is not connected", request);
    }
    Node node = node(server);
    return node.tried().isComplete() ? send(node, request, purpose, asking)
        : node.tried().otherwiseEmpty().compose(tried -> send(node, request, purpose, asking));
  }

  private static Future<Response> send(Node node, Request request, @Nullable String purpose, boolean asking) {
    return asking ? node.connection().sendAsking(request, purpose) : node.connection().send(request, purpose);
  }

  /** Takes note of a redirection. */
  void redirected(Redirect redirect) {
    link.redirected(redirect);
  }

  Future<Void> pause(long millis) {
    return vertx.timer(millis, TimeUnit.MILLISECONDS).mapEmpty();
  }

  /** The address for messages. */
  String address() {
    return link.url().address();
  }

  @Override
  public void afterTurn(Runnable task) {
    context.runOnContext(v -> task.run());
  }

  @Override
  public void look() {
    context.runOnContext(v -> nodes.values().forEach(node -> node.connection().look()));
  }
}
