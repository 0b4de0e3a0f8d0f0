package dev.gatehouse.http;

import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.config.AdminConfig;
import dev.gatehouse.http.connection.Connections;
import dev.gatehouse.rpc.Utf16;
import dev.gatehouse.tenant.PluginFault;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The operator's port: {@code /health/live} says that the process answers, {@code /health/ready} that calls can be served. A broken
 * plugin is listed there but makes nobody wait: the others are served. {@code /metrics} is for Prometheus.
 */
public final class AdminServer {

  private static final long CHECK_MILLIS = 1_000;
  /** More than anybody waits between two looks at the metrics. */
  private static final int IDLE_SECONDS = 120;
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final AdminConfig config;
  private final Connections connections;
  private final LogThrottle throttle;
  private final HealthChecks ready;
  private volatile Metrics metrics;
  private volatile Supplier<JsonObject> audit = JsonObject::new;
  private volatile boolean serving;

  /**
   * Not listening yet.
   *
   * @param redis asks Redis whether it is there
   * @param redisState what else is known of it, shown whether it is there or not
   * @param configuration what of the configuration's file does not count now: why it is {@code refused}, and what needs a {@code restart}
   * @param tenants whose plugins are reported
   * @param connections those to this port
   * @param throttle of what is logged about refusals
   */
  public AdminServer(Vertx vertx, AdminConfig config, Supplier<Future<Void>> redis, Supplier<JsonObject> redisState,
      Supplier<JsonObject> configuration, Tenants tenants, Connections connections, LogThrottle throttle) {
    this.throttle = throttle;
    this.connections = connections;
    this.vertx = vertx;
    this.config = config;
    this.ready = HealthChecks.create(vertx)
        .register("redis", CHECK_MILLIS, done -> redis.get()
            .map(there -> Status.OK(redisState.get())).otherwise(away -> Status.KO(redisState.get())).onComplete(done))
        .register("http", done -> done.complete(serving ? Status.OK() : Status.KO()))
        .register("audit", done -> done.complete(Status.OK(audit.get())))
        .register("configuration", done -> done.complete(Status.OK(configuration.get())))
        .register("plugins", done -> done.complete(Status.OK(plugins(tenants))));
  }

  private static JsonObject plugins(Tenants tenants) {
    JsonArray faults = new JsonArray();
    for (PluginFault fault : tenants.faults()) {
      faults.add(new JsonObject().put("tenant", fault.tenant()).put("plugin", fault.plugin()).put("fault", fault.message()));
    }
    JsonObject served = new JsonObject();
    tenants.all().forEach(tenant -> served.put(tenant.name(), new JsonArray(tenant.catalogue().names())));
    JsonObject jars = new JsonObject();
    tenants.all().forEach(tenant -> jars.put(tenant.name(), jars(tenant)));
    return new JsonObject().put("tools", served).put("jars", jars).put("loading", new JsonArray(tenants.loading())).put("faults", faults);
  }

  private static JsonObject jars(Tenant tenant) {
    JsonObject plugins = new JsonObject();
    tenant.jars().forEach((plugin, jars) -> {
      JsonArray versions = new JsonArray();
      jars.forEach(jar -> versions.add(new JsonObject().put("jar", jar.file()).put("version", jar.version()).put("sha256", jar.digest())));
      plugins.put(plugin, versions);
    });
    return plugins;
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
    router.get("/health/live").handler(rc -> respond(rc, 200, new JsonObject().put("status", "UP")));
    router.get("/health/ready").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    return vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setHttp2ClearTextEnabled(config.loopback()))
        .connectionHandler(connections::bind).requestHandler(router).listen(config.port(), config.host()).map(HttpServer::actualPort);
  }

  private void begun(RoutingContext rc) {
    connections.begun(rc.request().connection());
    rc.next();
  }

  /** Tells what to show at {@code /metrics}. */
  public void show(Metrics shown) {
    metrics = shown;
  }

  /** Tells what to show of the audit at {@code /health/ready}. */
  public void audit(Supplier<JsonObject> shown) {
    audit = shown;
  }

  private void metrics(RoutingContext rc) {
    Metrics shown = metrics;
    if (shown == null) {
      rc.response().setStatusCode(503).end();
    } else {
      rc.response().putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8").end(shown.text());
    }
  }

  /** Tells whether the public port takes calls now. */
  public void serving(boolean now) {
    serving = now;
  }

  private void ready(RoutingContext rc) {
    ready.checkStatus()
        .onSuccess(result -> respond(rc, CheckResult.isUp(result) ? 200 : 503, Degraded.tell(result.toJson())))
        .onFailure(rc::fail);
  }

  private static void respond(RoutingContext rc, int status, JsonObject body) {
    rc.response().setStatusCode(status).putHeader("Content-Type", "application/json")
        .end(Utf16.wellFormed(body.encode()));
  }
}
