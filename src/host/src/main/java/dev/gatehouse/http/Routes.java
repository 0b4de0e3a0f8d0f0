package dev.gatehouse.http;

import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.config.HttpConfig;
import dev.gatehouse.mcp.legacy.LegacyPosts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Every path of the public port, on one page. Without a tenant in the path the key alone decides whose it is.
 *
 * <p>The key is checked before a byte of the body is kept, and so on a route of its own.
 */
final class Routes {

  private static final List<String> PREFIXES = List.of("", "/t/:" + TenantHandler.PARAMETER);

  /** 32 KiB a second: nothing that calls tools is slower. */
  private static final long BODY_INTERVAL_MILLIS = 10_000;
  private static final long BODY_BYTES = 320 * 1024;

  /** Proxies wait for 30 seconds or more. Over the default of {@code calls.queueTimeout}: a call that waited in vain keeps its status. */
  private static final Duration SILENCE = Duration.ofSeconds(11);

  private final HttpConfig config;
  private final ConnectionPersistence persistence;
  private final LogThrottle throttle;
  private final KeyHandler keys;
  private final TenantHandler tenants;
  private final StreamableEndpoint streamable;
  private final SseEndpoint sse;

  Routes(HttpConfig config, ConnectionPersistence persistence, LogThrottle throttle, KeyHandler keys, TenantHandler tenants,
      StreamableEndpoint streamable, SseEndpoint sse) {
    this.throttle = throttle;
    this.config = config;
    this.persistence = persistence;
    this.keys = keys;
    this.tenants = tenants;
    this.streamable = streamable;
    this.sse = sse;
  }

  Router router(Vertx vertx) {
    Failures failures = new Failures();
    BodyReader body = new BodyReader(config.maxBody());
    BodyDeadline deadline = new BodyDeadline(BODY_INTERVAL_MILLIS, BODY_BYTES);
    SilenceWatch silence = new SilenceWatch(vertx, SILENCE);
    Router router = Router.router(vertx);
    router.route().handler(persistence).handler(new MessageGuard(persistence)).handler(new OriginGuard(config, throttle))
        .failureHandler(failures);
    router.route().handler(cors());
    router.route().handler(new UrlKeyGuard());
    for (String prefix : PREFIXES) {
      for (String path : List.of("/mcp", "/sse", "/messages")) {
        router.route(prefix + path).handler(keys.handler());
        router.route(prefix + path).handler(tenants);
      }
      for (String path : List.of("/mcp", "/messages")) {
        router.post(prefix + path).handler(deadline::begin).handler(body).handler(deadline::end);
      }
      router.post(prefix + "/mcp").handler(rc -> streamable.post(rc, silence));
      router.get(prefix + "/mcp").handler(streamable::get);
      router.delete(prefix + "/mcp").handler(streamable::delete);
      router.route(prefix + "/mcp").handler(StreamableEndpoint::notAllowed);
      router.get(prefix + "/sse").handler(sse::open);
      router.post(prefix + "/messages").handler(sse::message);
    }
    router.routeWithRegex(NoOAuth.PATHS).handler(new NoOAuth());
    router.route().handler(failures::notFound);
    return router;
  }

  /** Lets web pages read answers. Any origin that comes this far: the guard before has let only good ones through. */
  private static CorsHandler cors() {
    return CorsHandler.create()
        .addOriginWithRegex(".+")
        .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE))
        .exposedHeaders(Set.of(LegacyPosts.SESSION_HEADER, "WWW-Authenticate", "Retry-After", "RateLimit", "RateLimit-Policy"));
  }
}
