package dev.gatehouse.redis.cluster;

import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.connection.OpenFailure;
import dev.gatehouse.redis.connection.RedisConnector;
import dev.gatehouse.redis.connection.RedisEndpoint;
import dev.gatehouse.redis.connection.RedisProblems;
import dev.gatehouse.redis.connection.RedisStartException;
import dev.gatehouse.redis.connection.UnfitRedisException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the view of a Redis Cluster current: asks all masters twice a second and at each redirection, and takes the answer with the highest
 * epoch, since a node that was cut off knows only an old one. When no master answers, asks the nodes of {@code redis.url}.
 */
final class ClusterWatch {

  private static final long LOOK_MILLIS = 500;
  /** How long a round waits for the slowest node. */
  private static final long ROUND_MILLIS = 300;
  private static final long OPEN_MILLIS = 1_000;
  private static final long RETRY_MILLIS = 100;
  /** Between two rounds. */
  private static final long PAUSE_MILLIS = 50;
  /** Between two rounds that open connections, which costs a handshake each. */
  private static final long URL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_IN_FLIGHT = 16;
  /** After so many rounds in which every node tells a lower epoch, it is another cluster. */
  private static final int ROUNDS_OF_ANOTHER = 20;

  private static final String SILENT = "does not tell which node serves which key";
  private static final String UNSERVED = "does not serve all keys";
  private static final String DOWN = "takes no commands";

  private final Vertx vertx;
  private final Context context;
  private final RedisEndpoint url;
  private final Cluster cluster;
  private final RedisProblems problems;
  private final BiFunction<Server, Request, Future<Response>> ask;
  private long timer;
  private volatile long urlAskedNanos;
  private boolean looking;
  private boolean again;
  private int lower;
  private volatile boolean stopped;

  /**
   * A watch.
   *
   * @param ask sends a command to a master, on the connections that commands use
   */
  ClusterWatch(Vertx vertx, RedisEndpoint url, Cluster cluster, RedisProblems problems,
      BiFunction<Server, Request, Future<Response>> ask) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.url = url;
    this.cluster = cluster;
    this.problems = problems;
    this.ask = ask;
  }

  /**
   * Learns the first view.
   *
   * @param deadline by {@link System#nanoTime()}
   * @return fails with {@link RedisStartException} when no node of the URL tells one in time in which the cluster takes commands
   */
  Future<Void> load(long deadline) {
    return fromUrl()
        .compose(view -> view.isUp() ? Future.succeededFuture(view) : Future.failedFuture(new UnfitRedisException(down(view), false)))
        .<Void>map(view -> {
          cluster.learn(view);
          return null;
        }).recover(cause -> loadAgain(cause, deadline));
  }

  private Future<Void> loadAgain(Throwable cause, long deadline) {
    if (OpenFailure.isForGood(cause) || System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS) > deadline) {
      return Future.failedFuture(new RedisStartException(
          "cannot use the Redis Cluster at " + url.address() + " (redis.url): " + OpenFailure.reason(cause)));
    }
    return vertx.timer(RETRY_MILLIS, TimeUnit.MILLISECONDS).compose(later -> load(deadline));
  }

  private static String down(ClusterView view) {
    return DOWN + ": cluster_state is fail, and " + unserved(view);
  }

  private static String unserved(ClusterView view) {
    return view.unserved() + " of " + HashSlot.COUNT + " slots have no master that works";
  }

  void start() {
    urlAskedNanos = System.nanoTime();
    timer = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
  }

  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  /** Asks now; from any thread. */
  void look() {
    context.runOnContext(v -> lookNow());
  }

  private void lookNow() {
    if (looking || stopped) {
      again = true;
      return;
    }
    looking = true;
    again = false;
    // A future of several, which has no context, times out on another thread.
    fromMasters().map(Optional::of).recover(this::fromUrlAgain)
        .onComplete(view -> context.runOnContext(v -> looked(view)));
  }

  private void looked(AsyncResult<Optional<ClusterView>> view) {
    if (view.succeeded()) {
      view.result().ifPresent(this::told);
    } else {
      problems.begin(SILENT, OpenFailure.reason(view.cause()));
    }
    vertx.setTimer(PAUSE_MILLIS, over -> {
      looking = false;
      if (again) {
        lookNow();
      }
    });
  }

  private void told(ClusterView view) {
    problems.end(SILENT);
    lower = view.epoch() < cluster.view().epoch() ? lower + 1 : 0;
    if (lower > 0 && lower < ROUNDS_OF_ANOTHER) {
      return;
    }
    cluster.learn(view);
    note(UNSERVED, view.unserved() > 0, unserved(view));
    note(DOWN, !view.isUp(), "cluster_state is fail");
  }

  private void note(String what, boolean is, String why) {
    if (is) {
      problems.begin(what, why);
    } else {
      problems.end(what);
    }
  }

  private Future<ClusterView> fromMasters() {
    List<Future<ClusterView>> told = cluster.view().masters().stream().sorted(Comparator.comparing(Server::toString))
        .map(server -> from(server, request -> ask.apply(server, request))).toList();
    return Future.join(told).timeout(ROUND_MILLIS, TimeUnit.MILLISECONDS).transform(done -> latest(told, done.cause()));
  }

  private static Future<ClusterView> latest(List<Future<ClusterView>> told, @Nullable Throwable failure) {
    return told.stream().filter(Future::succeeded).map(Future::result)
        .reduce(ClusterWatch::better).map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(failure == null ? new IllegalStateException("no master is known") : failure));
  }

  /** The later one; of two as late, one in which the cluster takes commands: a node that is cut off says that it does not. */
  private static ClusterView better(ClusterView one, ClusterView other) {
    return other.epoch() > one.epoch() || other.epoch() == one.epoch() && other.isUp() ? other : one;
  }

  private static Future<ClusterView> from(Server server, Function<Request, Future<Response>> send) {
    List<Future<Response>> answers = ClusterReplies.questions().stream().map(send).toList();
    return Future.all(answers).map(all -> ClusterReplies.view(server, answers.stream().map(Future::result).toList()));
  }

  /** Empty when that was done a moment ago. */
  private Future<Optional<ClusterView>> fromUrlAgain(Throwable silence) {
    return System.nanoTime() - urlAskedNanos < URL_NANOS ? Future.succeededFuture(Optional.empty())
        : fromUrl().map(Optional::of).onComplete(done -> urlAskedNanos = System.nanoTime());
  }

  private Future<ClusterView> fromUrl() {
    return fromOneOf(url.location().servers());
  }

  /** Of the first that says that the cluster takes commands; of the best when none does. */
  private Future<ClusterView> fromOneOf(List<Server> servers) {
    Server server = servers.get(0);
    List<Server> others = servers.subList(1, servers.size());
    Future<ClusterView> told = new RedisConnector(vertx, new ClusterNode(url.at(server), true)).open(MOST_IN_FLIGHT, OPEN_MILLIS)
        .compose(held -> from(server, held.connection()::send).timeout(OPEN_MILLIS, TimeUnit.MILLISECONDS)
            .onComplete(done -> held.client().close()));
    return told.transform(done -> others.isEmpty() || done.succeeded() && done.result().isUp() ? told
        : fromOneOf(others).map(other -> done.succeeded() ? better(done.result(), other) : other)
            .recover(cause -> done.succeeded() ? told : Future.failedFuture(cause)));
  }
}
