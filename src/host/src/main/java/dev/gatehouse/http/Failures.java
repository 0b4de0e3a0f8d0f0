package dev.gatehouse.http;

import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.record.OneLine;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The error handler: the one place that answers failed requests. */
final class Failures implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public void handle(RoutingContext rc) {
    RequestMemory.close(rc);
    if (!isGone(rc)) {
      send(rc.response(), answer(rc));
    }
  }

  private static void send(HttpServerResponse response, Answer answer) {
    if (response.headWritten() && !response.ended()) {
      // A stream can only be broken off; its client would wait on otherwise.
      response.reset();
    } else {
      Reply.send(response, answer);
    }
  }

  /** Whether the client left before the end of its body; that is no failure of the host. */
  private static boolean isGone(RoutingContext rc) {
    return rc.failure() instanceof HttpClosedException || rc.failure() instanceof IOException && !rc.request().isEnded();
  }

  void notFound(RoutingContext rc) {
    Reply.send(rc.response(), refusal(rc, 404, null));
  }

  private static Answer answer(RoutingContext rc) {
    Throwable failure = rc.failure();
    // An authentication handler lets an HttpException through and nothing else, so a refusal comes wrapped in one.
    if (failure instanceof HttpException && failure.getCause() != null) {
      failure = failure.getCause();
    }
    if (failure instanceof McpException refusal) {
      return Answer.error(refusal.status(), null, refusal.error(), refusal.headers());
    }
    if (failure instanceof HttpException http) {
      return refusal(rc, http.getStatusCode(), http.getPayload());
    }
    if (rc.statusCode() >= 400 && rc.statusCode() < 500) {
      return refusal(rc, rc.statusCode(), null);
    }
    LOG.error("{} failed", OneLine.of(rc.request().method() + " " + rc.request().path()), failure);
    return refusal(rc, 500, null);
  }

  private static Answer refusal(RoutingContext rc, int status, @Nullable String message) {
    return Reply.refusal(status, message == null ? sentence(status) : message,
        status == 401 ? Map.of(Challenges.HEADER, Challenges.of(rc)) : Map.of());
  }

  private static String sentence(int status) {
    return switch (status) {
      case 401 -> AuthFailure.SENTENCE;
      case 404 -> "Not found. There is nothing at this path for this key.";
      case 405 -> "This path does not take this method.";
      case 413 -> "The body is larger than this host takes (http.maxBody).";
      case 415 -> "The body must be application/json.";
      case 500 -> "Internal error. The host's log has the reason.";
      default -> "The request was refused.";
    };
  }
}
