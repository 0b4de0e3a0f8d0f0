package dev.gatehouse.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The routes of the transports, each with and without a tenant in the path; without one the key determines the tenant. Each path has the
 * key check on a route of its own, before the body is read.
 */
final class TransportRoutes {

  private static final List<String> PREFIXES = List.of("", "/t/:" + TenantHandler.PARAMETER);

  private final Vertx vertx;
  private final Router router;
  private final KeyHandler keys;
  private final TenantHandler tenants;
  private final BodyReader body;
  private final BodyDeadline deadline;
  private final Set<String> guarded = new HashSet<>();

  TransportRoutes(Vertx vertx, Router router, KeyHandler keys, TenantHandler tenants, BodyReader body, BodyDeadline deadline) {
    this.vertx = vertx;
    this.router = router;
    this.keys = keys;
    this.tenants = tenants;
    this.body = body;
    this.deadline = deadline;
  }

  /** For timers of the event loop that these routes are on. */
  Vertx vertx() {
    return vertx;
  }

  /** Handles GET. */
  void get(String path, Handler<RoutingContext> handler) {
    add(path, full -> router.get(full).handler(handler));
  }

  /** Handles DELETE. */
  void delete(String path, Handler<RoutingContext> handler) {
    add(path, full -> router.delete(full).handler(handler));
  }

  /** Handles POST, with the body in memory: see {@link BodyReader#inbound}. */
  void post(String path, Handler<RoutingContext> handler) {
    add(path, full -> router.post(full).handler(deadline::begin).handler(body).handler(deadline::end).handler(handler));
  }

  /** Handles every method that is not handled already. */
  void otherwise(String path, Handler<RoutingContext> handler) {
    add(path, full -> router.route(full).handler(handler));
  }

  private void add(String path, Consumer<String> route) {
    for (String prefix : PREFIXES) {
      String full = prefix + path;
      if (guarded.add(full)) {
        router.route(full).handler(keys.handler());
        router.route(full).handler(tenants);
      }
      route.accept(full);
    }
  }
}
