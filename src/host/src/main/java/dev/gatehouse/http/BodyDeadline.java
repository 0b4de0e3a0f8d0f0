package dev.gatehouse.http;

import io.vertx.ext.web.RoutingContext;

/** A body that trickles in would keep its connection and what came of it for as long as its sender likes; it has this long. */
final class BodyDeadline {

  private static final String TIMER = "gatehouse.body";

  private final long millis;

  BodyDeadline(long millis) {
    this.millis = millis;
  }

  /** Before the body is read. */
  void begin(RoutingContext rc) {
    rc.put(TIMER, rc.vertx().setTimer(millis, late -> cut(rc)));
    rc.next();
  }

  /** Not what follows on the connection of a request that was refused before its end, and has ended since. */
  private static void cut(RoutingContext rc) {
    if (!rc.request().isEnded()) {
      rc.request().connection().close();
    }
  }

  /** The body is here. */
  void end(RoutingContext rc) {
    rc.vertx().cancelTimer(rc.<Long>remove(TIMER));
    rc.next();
  }
}
