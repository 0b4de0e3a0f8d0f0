package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.feature.loop.CallersLoop;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.NoSuchElementException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a query of the console with JSON. Runs one query of its kind at a time; a caller waits up to ten seconds. */
public final class QueryHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(QueryHandler.class);
  private static final int MOST_SECONDS = 10;

  private final Function<QueryParams, Future<ObjectNode>> query;
  private final QueryGate gate = new QueryGate();

  /**
   * Answers queries.
   *
   * @param query fails with {@link IllegalArgumentException} for parameters that are wrong and with {@link NoSuchElementException} for what
   *     is not there, which are shown, or with {@link StoreUnavailableException}
   */
  public QueryHandler(Function<QueryParams, Future<ObjectNode>> query) {
    this.query = query;
  }

  @Override
  public void handle(RoutingContext rc) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    CallersLoop.of(gate.run(() -> ask(rc, deadline)).timeout(MOST_SECONDS, TimeUnit.SECONDS))
        .onSuccess(found -> send(rc, 200, found))
        .onFailure(failure -> refuse(rc, failure));
  }

  /** A caller who has left, or waited too long, costs nothing more: the page asks again with each key that is pressed. */
  private Future<ObjectNode> ask(RoutingContext rc, long deadline) {
    return rc.response().closed() || System.nanoTime() - deadline > 0 ? Future.failedFuture(new TimeoutException("nobody waits for it"))
        : query.apply(new QueryParams(rc.queryParams()));
  }

  private void refuse(RoutingContext rc, Throwable failure) {
    if (failure instanceof IllegalArgumentException wrong) {
      refuse(rc, 400, String.valueOf(wrong.getMessage()));
    } else if (failure instanceof NoSuchElementException) {
      refuse(rc, 404, String.valueOf(failure.getMessage()));
    } else if (failure instanceof RejectedExecutionException) {
      rc.response().putHeader("Retry-After", "1");
      refuse(rc, 503, "Too many requests for this are waiting. Try again.");
    } else if (failure instanceof TimeoutException) {
      refuse(rc, 504, "This took longer than " + MOST_SECONDS + " seconds. Ask for less.");
    } else if (failure instanceof StoreUnavailableException) {
      refuse(rc, 503, "Redis does not answer, or refuses this: the host's user needs the rights that the manual lists.");
    } else {
      LOG.error("{} failed", rc.normalizedPath(), failure);
      refuse(rc, 500, "Internal error. The host's log has the reason.");
    }
  }

  private static void refuse(RoutingContext rc, int status, String why) {
    send(rc, status, Json.object().put("error", why));
  }

  private static void send(RoutingContext rc, int status, ObjectNode body) {
    if (!rc.response().closed()) {
      rc.response().setStatusCode(status).putHeader("Content-Type", "application/json").end(Json.write(body));
    }
  }
}
