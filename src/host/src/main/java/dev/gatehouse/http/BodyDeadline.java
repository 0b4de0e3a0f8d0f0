package dev.gatehouse.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Enforces a minimum rate for request bodies, against slow senders (slowloris). In each interval a minimum number of bytes must arrive, or
 * the end of the body.
 */
final class BodyDeadline {

  private static final String TIMER = "gatehouse.body";

  private final long intervalMillis;
  private final long leastBytes;

  /**
   * Creates a deadline.
   *
   * @param leastBytes how many bytes must come in each interval
   */
  BodyDeadline(long intervalMillis, long leastBytes) {
    this.intervalMillis = intervalMillis;
    this.leastBytes = leastBytes;
  }

  /** Starts the deadline; called before the body is read. */
  void begin(RoutingContext rc) {
    await(rc, 0);
    rc.next();
  }

  private void await(RoutingContext rc, long before) {
    rc.put(TIMER, rc.vertx().setTimer(intervalMillis, late -> look(rc, before)));
  }

  private void look(RoutingContext rc, long before) {
    HttpServerRequest request = rc.request();
    // Checked because a later request on the connection must not be reset for one that was refused early and has ended.
    if (request.isEnded()) {
      return;
    }
    if (request.bytesRead() - before >= leastBytes) {
      await(rc, request.bytesRead());
    } else {
      cut(request);
    }
  }

  private static void cut(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }

  /** Stops the deadline. */
  void end(RoutingContext rc) {
    rc.vertx().cancelTimer(rc.<Long>remove(TIMER));
    rc.next();
  }
}
