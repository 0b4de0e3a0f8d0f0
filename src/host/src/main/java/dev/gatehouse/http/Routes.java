package dev.gatehouse.http;

import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.config.HttpConfig;
import dev.gatehouse.mcp.legacy.LegacyPosts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The router of the public port: the guards that every request passes, then the transports, then 404. */
final class Routes {

  /** 32 KiB a second: nothing that calls tools is slower. */
  private static final Duration BODY_INTERVAL = Duration.ofSeconds(10);
  private static final long BODY_BYTES = 320 * 1024;

  private final HttpConfig config;
  private final ConnectionPersistence persistence;
  private final LogThrottle throttle;
  private final KeyHandler keys;
  private final TenantHandler tenants;
  private final List<Transport> transports;
  private final Challenges challenges;
  private final CanonicalUrls urls;
  private final Discovery discovery;

  Routes(HttpConfig config, ConnectionPersistence persistence, LogThrottle throttle, KeyHandler keys, TenantHandler tenants,
      List<Transport> transports, Challenges challenges, CanonicalUrls urls, Discovery discovery) {
    this.discovery = discovery;
    this.challenges = challenges;
    this.urls = urls;
    this.throttle = throttle;
    this.config = config;
    this.persistence = persistence;
    this.keys = keys;
    this.tenants = tenants;
    this.transports = transports;
  }

  Router router(Vertx vertx) {
    Failures failures = new Failures();
    Router router = Router.router(vertx);
    CorsHandler cors = cors(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE);
    CorsHandler reading = cors(HttpMethod.GET, HttpMethod.OPTIONS);
    // One route for all of them: the router compares every route that it walks with the request. It would put a handler that it knows to be
    // of CORS before all others.
    router.route().handler(persistence).handler(new MessageGuard(persistence)).handler(new OriginGuard(config, throttle, discovery::isOpen))
        .handler(rc -> (discovery.isPreflight(rc) ? reading : cors).handle(rc))
        .handler(new UrlKeyGuard())
        .failureHandler(failures);
    TransportRoutes guarded = new TransportRoutes(vertx, router, keys, tenants,
        new BodyReader(config.maxBody(), new BodyDeadline(vertx, BODY_INTERVAL, BODY_BYTES)));
    transports.forEach(transport -> transport.mount(guarded));
    guarded.guardOtherMethods();
    discovery.mount(router, keys, tenants);
    new ResourceMetadata(challenges, urls, failures).mount(router);
    router.routeWithRegex(NoOAuth.PATHS).handler(new NoOAuth());
    router.route().handler(failures::notFound);
    return router;
  }

  /** Lets web pages read answers. Any origin that comes this far: the guard before has let only good ones through. */
  private static CorsHandler cors(HttpMethod... methods) {
    return CorsHandler.create()
        .addOriginWithRegex(".+")
        .allowedMethods(new LinkedHashSet<>(List.of(methods)))
        .exposedHeaders(Set.of(LegacyPosts.SESSION_HEADER, Challenges.HEADER, "Retry-After", "RateLimit", "RateLimit-Policy"));
  }
}
