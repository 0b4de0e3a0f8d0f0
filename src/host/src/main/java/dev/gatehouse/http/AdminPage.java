package dev.gatehouse.http;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * A page of the admin port, served for GET and HEAD at one path. To add one, add it to the port's routes table.
 *
 * @param path begins with a slash
 * @param guarded whether it is for operators alone: behind {@link AdminGuard}, which asks for {@code admin.token}
 * @param handler answers one request; called on an event loop, and so must not block
 */
public record AdminPage(String path, boolean guarded, Handler<RoutingContext> handler) {

  /** A page for operators alone. */
  public static AdminPage guarded(String path, Handler<RoutingContext> handler) {
    return new AdminPage(path, true, handler);
  }

  /** {@code /health/live}, the liveness probe. */
  public static AdminPage live() {
    return new AdminPage("/health/live", false, rc -> rc.json(new JsonObject().put("status", "UP")));
  }

  /** {@code /health/ready}, the readiness probe. */
  public static AdminPage ready(ReadyHandler handler) {
    return new AdminPage("/health/ready", false, handler);
  }

  /** {@code /metrics}, in Prometheus's text format. It needs no token. */
  public static AdminPage metrics(MetricsHandler handler) {
    return new AdminPage("/metrics", false, handler);
  }

  /** A guarded page of plain text. */
  public static AdminPage text(String path, String text) {
    return guarded(path, rc -> rc.response().putHeader("Content-Type", "text/plain; charset=utf-8").end(text));
  }

  /** A guarded page that leads to another path of the port. A slash at the end of its own path makes no difference. */
  public static AdminPage redirect(String path, String to) {
    return guarded(path, rc -> rc.response().setStatusCode(302).putHeader("Location", to).end());
  }
}
