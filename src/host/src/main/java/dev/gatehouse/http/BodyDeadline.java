package dev.gatehouse.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * Enforces a minimum rate for request bodies, against slow senders (slowloris). In each interval a minimum number of bytes must arrive, or
 * the end of the body.
 */
final class BodyDeadline {

  private final Timeouts<Awaited> bodies;
  private final long leastBytes;

  /** A body that has not come whole yet. */
  static final class Awaited {

    private final HttpServerRequest request;
    /** How many bytes had come when the interval began. */
    private long before;

    private Awaited(HttpServerRequest request) {
      this.request = request;
    }
  }

  /**
   * Creates a deadline for the bodies of one event loop.
   *
   * @param leastBytes how many bytes must come in each interval
   */
  BodyDeadline(Vertx vertx, Duration interval, long leastBytes) {
    this.bodies = new Timeouts<>(vertx, interval, Duration.ZERO, this::look);
    this.leastBytes = leastBytes;
  }

  /** Starts the deadline; called before the body is read. */
  Awaited begin(HttpServerRequest request) {
    Awaited body = new Awaited(request);
    bodies.begin(body);
    return body;
  }

  private void look(Awaited body) {
    HttpServerRequest request = body.request;
    // Checked because a later request on the connection must not be reset for one that was refused early and has ended.
    if (request.isEnded()) {
      return;
    }
    if (request.bytesRead() - body.before >= leastBytes) {
      body.before = request.bytesRead();
      bodies.begin(body);
    } else {
      cut(request);
    }
  }

  private static void cut(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      UnreadResponses.cut(request.connection());
    }
  }

  /** Ends the deadline: the body is here. */
  void end(Awaited body) {
    bodies.end(body);
  }
}
