package dev.gatehouse.http;

import io.vertx.ext.web.RoutingContext;

/** {@code /metrics}, in Prometheus's text format; 503 until the plugins have been loaded. */
public final class MetricsPage implements AdminPage {

  private final Metrics metrics;
  private final Readiness readiness;

  /** Shows these metrics. */
  public MetricsPage(Metrics metrics, Readiness readiness) {
    this.metrics = metrics;
    this.readiness = readiness;
  }

  @Override
  public String path() {
    return "/metrics";
  }

  @Override
  public void answer(RoutingContext rc) {
    if (readiness.isLoaded()) {
      rc.response().putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8").end(metrics.text());
    } else {
      rc.response().setStatusCode(503).end();
    }
  }
}
