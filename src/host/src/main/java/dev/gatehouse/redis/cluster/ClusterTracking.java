package dev.gatehouse.redis.cluster;

import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.connection.RedisEndpoint;
import dev.gatehouse.redis.connection.RedisProblems;
import dev.gatehouse.redis.connection.RedisStartException;
import dev.gatehouse.redis.connection.Tracking;
import dev.gatehouse.redis.connection.TrackingEpoch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@link Tracking} of all nodes of a Redis Cluster. A period of it begins when every master tells of changes, also one without slots, which
 * may be given some, and ends when one of them no longer does, or the cluster has another master. Replicas are tracked where they can be,
 * so that one that becomes a master tells of changes from its first moment on.
 */
public final class ClusterTracking extends VerticleBase {

  /** At its start a host has one try, and Redis has just answered. */
  private static final long START_MILLIS = 10_000;
  private static final long LOOK_MILLIS = 250;
  private static final String SILENT = "does not tell of changes on its node ";

  private final ClusterLink link;
  private final Cluster cluster;
  private final RedisProblems problems;
  private final List<String> prefixes;
  private final Tracking.Listener listener;
  private final Map<Server, Node> nodes = new HashMap<>();
  private final Promise<Void> first = Promise.promise();
  private @Nullable TrackingEpoch period;
  private boolean stopped;

  public ClusterTracking(ClusterLink link, RedisProblems problems, List<String> prefixes, Tracking.Listener listener) {
    this.link = link;
    this.cluster = link.cluster();
    this.problems = problems;
    this.prefixes = prefixes;
    this.listener = listener;
  }

  /** One node. */
  private final class Node implements Tracking.Listener {

    private final Server server;
    private final Tracking tracking;
    private @Nullable TrackingEpoch told;

    Node(Server server) {
      RedisEndpoint node = link.url().at(server);
      this.server = server;
      this.tracking = new Tracking(node.address(), SILENT + server, new ClusterNode(node, true), problems, prefixes, this);
      tracking.init(vertx, context);
    }

    @Override
    public boolean isNeeded() {
      return cluster.view().masters().contains(server);
    }

    @Override
    public void tracked(TrackingEpoch now) {
      told = now;
      begin();
    }

    @Override
    public void changed(List<String> names) {
      listener.changed(names);
    }

    @Override
    public void flushed() {
      listener.flushed();
    }

    @Override
    public void lost() {
      told = null;
      if (isNeeded() && first.future().isComplete()) {
        end();
      }
    }

    @Override
    public void heard() {
      if (period != null) {
        period.heard(heardNanos());
      }
    }
  }

  @Override
  public Future<?> start() {
    cluster.follow(() -> context.runOnContext(v -> follow()));
    vertx.setPeriodic(LOOK_MILLIS, tick -> follow());
    follow();
    return first.future().timeout(START_MILLIS, TimeUnit.MILLISECONDS).recover(cause -> Future.failedFuture(new RedisStartException(
        "cannot have all nodes of the Redis Cluster at " + link.url().address() + " (redis.url) tell of changes by CLIENT TRACKING: "
            + String.join("; ", problems.all()))));
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return Future.join(nodes.values().stream().map(node -> node.tracking.stop()).toList()).otherwiseEmpty();
  }

  /** Tracks the nodes that the cluster has now. */
  private void follow() {
    if (stopped) {
      return;
    }
    Set<Server> now = new HashSet<>(cluster.view().masters());
    now.addAll(cluster.view().replicas());
    nodes.keySet().stream().filter(server -> !now.contains(server)).toList().forEach(this::forget);
    now.stream().filter(server -> !nodes.containsKey(server)).forEach(server -> {
      Node fresh = new Node(server);
      nodes.put(server, fresh);
      fresh.tracking.startLater();
    });
    if (period != null && !period.isLive()) {
      end();
    }
    begin();
  }

  private void forget(Server gone) {
    Objects.requireNonNull(nodes.remove(gone)).tracking.stop();
    problems.end(SILENT + gone);
  }

  private void begin() {
    Set<Server> masters = cluster.view().masters();
    if (period != null || masters.isEmpty() || !masters.stream().allMatch(this::tells)) {
      return;
    }
    TrackingEpoch fresh = new TrackingEpoch(heardNanos());
    if (fresh.isLive() && cluster.begin(fresh, masters)) {
      period = fresh;
      listener.tracked(fresh);
      first.tryComplete();
    }
  }

  private boolean tells(Server server) {
    Node node = nodes.get(server);
    return node != null && node.told != null && node.told.isLive();
  }

  /** The time until which every change is known to have been pushed by all masters. */
  private long heardNanos() {
    long now = System.nanoTime();
    long silent = cluster.view().masters().stream().map(nodes::get).filter(Objects::nonNull).map(node -> node.told)
        .filter(Objects::nonNull).mapToLong(told -> now - told.heardNanos()).max().orElse(0);
    return now - silent;
  }

  /** Open calls must be re-authorised by polling until changes are pushed again. */
  private void end() {
    if (period != null) {
      period.end();
      period = null;
    }
    listener.lost();
  }
}
