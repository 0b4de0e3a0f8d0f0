package dev.gatehouse.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The routes of the transports, each with and without a tenant in the path; without one the key determines the tenant. Each checks the key
 * before it reads the body.
 */
final class TransportRoutes {

  private static final List<String> PREFIXES = List.of("", "/t/:" + TenantHandler.PARAMETER);

  private final Vertx vertx;
  private final Router router;
  private final KeyHandler keys;
  private final TenantHandler tenants;
  private final BodyReader body;
  private final Set<String> paths = new LinkedHashSet<>();

  TransportRoutes(Vertx vertx, Router router, KeyHandler keys, TenantHandler tenants, BodyReader body) {
    this.vertx = vertx;
    this.router = router;
    this.keys = keys;
    this.tenants = tenants;
    this.body = body;
  }

  /** For timers of the event loop that these routes are on. */
  Vertx vertx() {
    return vertx;
  }

  /** Handles GET. */
  void get(String path, Handler<RoutingContext> handler) {
    add(path, router::get, handler);
  }

  /** Handles DELETE. */
  void delete(String path, Handler<RoutingContext> handler) {
    add(path, router::delete, handler);
  }

  /** Handles POST, with the body in memory: see {@link BodyReader#inbound}. Call it first: the router walks its routes in order. */
  void post(String path, Handler<RoutingContext> handler) {
    add(path, router::post, body, handler);
  }

  /** Handles every method that is not handled already. */
  void otherwise(String path, Handler<RoutingContext> handler) {
    add(path, router::route, handler);
  }

  @SafeVarargs
  private void add(String path, Function<String, Route> route, Handler<RoutingContext>... handlers) {
    for (String prefix : PREFIXES) {
      paths.add(prefix + path);
      Route guarded = guarded(route.apply(prefix + path));
      for (Handler<RoutingContext> handler : handlers) {
        guarded.handler(handler);
      }
    }
  }

  private Route guarded(Route route) {
    return route.handler(keys.handler()).handler(tenants);
  }

  /** Checks the key of methods that no route handles, too: without a key the answer is 401, and not 404. Call it last. */
  void guardOtherMethods() {
    paths.forEach(path -> guarded(router.route(path)));
  }
}
