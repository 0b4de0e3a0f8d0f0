package dev.gatehouse.http;

import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.config.AdminConfig;
import dev.gatehouse.http.connection.Connections;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/** The admin port: its pages, behind the guards that both ports share. */
public final class AdminServer {

  /** Longer than any scrape interval. */
  private static final int IDLE_SECONDS = 120;
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final AdminConfig config;
  private final List<AdminPage> pages;
  private final Connections connections;
  private final LogThrottle throttle;

  /**
   * Creates a server that does not listen yet.
   *
   * @param connections those to this port
   * @param throttle of what is logged about refusals
   */
  public AdminServer(Vertx vertx, AdminConfig config, List<AdminPage> pages, Connections connections, LogThrottle throttle) {
    this.vertx = vertx;
    this.config = config;
    this.pages = pages;
    this.connections = connections;
    this.throttle = throttle;
  }

  /**
   * Listens.
   *
   * @return the port; fails when the address cannot be bound
   */
  public Future<Integer> start() {
    Router router = Router.router(vertx);
    ConnectionPersistence persistence = new ConnectionPersistence(LINGER, connections::isEnding);
    router.route().handler(persistence).handler(new MessageGuard(persistence)).handler(new OriginGuard(config, throttle))
        .handler(this::begun)
        .failureHandler(new Failures());
    AdminGuard guard = new AdminGuard(config.token(), throttle);
    pages.forEach(page -> {
      Route route = router.route(page.path()).method(HttpMethod.GET).method(HttpMethod.HEAD);
      route.handler(page.guarded() ? guard : AdminServer::unguarded).handler(page.handler());
    });
    return vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setHttp2ClearTextEnabled(config.loopback()))
        .connectionHandler(connections::bind).requestHandler(router).listen(config.port(), config.host()).map(HttpServer::actualPort);
  }

  /** What is true now is kept by no cache, and read as what it says it is. */
  private static void unguarded(RoutingContext rc) {
    rc.response().putHeader("Cache-Control", "no-store").putHeader("X-Content-Type-Options", "nosniff");
    rc.next();
  }

  private void begun(RoutingContext rc) {
    connections.begun(rc.request().connection());
    rc.next();
  }
}
