package dev.gatehouse.redis.cluster;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.record.RedisUrl.Server;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way through a Redis Cluster. Follows redirections, a few of them, and waits for a while when only some of its keys have
 * moved to another node. No node has run it before one does, so nothing is done twice.
 */
final class RoutedCommand {

  private static final int MOST_REDIRECTS = 5;
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long LAST_PAUSE_MILLIS = 100;

  private final ClusterConnections lane;
  private final Request request;
  private final @Nullable String purpose;
  private final long deadline;
  private long pause = FIRST_PAUSE_MILLIS;
  private int redirects;

  /**
   * A command.
   *
   * @param deadline until when it may be tried again, by {@link System#nanoTime()}
   */
  RoutedCommand(ClusterConnections lane, Request request, @Nullable String purpose, long deadline) {
    this.lane = lane;
    this.request = request;
    this.purpose = purpose;
    this.deadline = deadline;
  }

  Future<Response> to(Server server) {
    return lane.sendHere(server, request, purpose, false).recover(failure -> next(server, failure));
  }

  private Future<Response> asking(Server server) {
    return lane.sendHere(server, request, purpose, true).recover(failure -> next(server, failure));
  }

  private Future<Response> next(Server asked, Throwable failure) {
    Redirect redirect = Redirect.of(failure, asked);
    if (redirect == null) {
      return Future.failedFuture(failure);
    }
    lane.redirected(redirect);
    return switch (redirect.kind()) {
      case MOVED -> ++redirects > MOST_REDIRECTS ? gaveUp(redirect) : to(Objects.requireNonNull(redirect.to()));
      case ASK -> ++redirects > MOST_REDIRECTS ? gaveUp(redirect) : asking(Objects.requireNonNull(redirect.to()));
      case TRYAGAIN -> System.nanoTime() > deadline ? gaveUp(redirect) : later(asked);
      case CLUSTERDOWN -> gaveUp(redirect);
    };
  }

  /** Begins at the node that it is for by then. */
  private Future<Response> later(Server asked) {
    Future<Void> over = lane.pause(pause);
    pause = Math.min(2 * pause, LAST_PAUSE_MILLIS);
    redirects = 0;
    return over.compose(v -> to(Objects.requireNonNullElse(lane.owner(request), asked)));
  }

  /** Without a cause: nobody has answered the command itself. */
  private Future<Response> gaveUp(Redirect redirect) {
    return Future.failedFuture(new StoreUnavailableException(
        "Redis at " + lane.address() + " failed, " + redirect.text() + ", when asked: " + request.command(), null));
  }
}
