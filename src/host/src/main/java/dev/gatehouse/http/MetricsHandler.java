package dev.gatehouse.http;

import dev.gatehouse.feature.loop.CallersLoop;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * {@code /metrics}, in Prometheus's text format; 503 until the plugins have been loaded. It needs no token, and grows with the tools and
 * tenants: it is rendered at most once a second, for all who ask meanwhile, and on no event loop.
 */
public final class MetricsHandler implements Handler<RoutingContext> {

  private static final long PAUSE_MILLIS = 1_000;

  private final SharedWork<Buffer> rendered;
  private final Readiness readiness;

  /** Shows these metrics. */
  public MetricsHandler(Vertx vertx, Metrics metrics, Readiness readiness) {
    this(vertx, metrics::text, readiness);
  }

  MetricsHandler(Vertx vertx, Supplier<String> text, Readiness readiness) {
    this.rendered = new SharedWork<>(vertx, PAUSE_MILLIS, () -> vertx.executeBlocking(() -> Buffer.buffer(text.get()), false));
    this.readiness = readiness;
  }

  @Override
  public void handle(RoutingContext rc) {
    if (readiness.isLoaded()) {
      CallersLoop.of(rendered.ask()).onSuccess(text -> send(rc, text)).onFailure(rc::fail);
    } else {
      rc.response().setStatusCode(503).end();
    }
  }

  private static void send(RoutingContext rc, Buffer text) {
    if (!rc.response().closed()) {
      rc.response().putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8").end(text);
    }
  }
}
