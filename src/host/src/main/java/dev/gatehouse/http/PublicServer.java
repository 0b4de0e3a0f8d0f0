package dev.gatehouse.http;

import dev.gatehouse.auth.ApiKeyAuthentication;
import dev.gatehouse.auth.Ledger;
import dev.gatehouse.config.HttpConfig;
import dev.gatehouse.mcp.ModernWire;
import dev.gatehouse.mcp.legacy.LegacyWire;
import dev.gatehouse.mcp.legacy.Sessions;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The public port, on every event loop. */
public final class PublicServer {

  private final Vertx vertx;
  private final HttpConfig config;
  private final Routes routes;
  private final List<HttpVerticle> verticles = new CopyOnWriteArrayList<>();

  /** Serves both wires behind the key check. */
  public PublicServer(Vertx vertx, HttpConfig config, ApiKeyAuthentication authentication, Tenants tenants,
      Ledger ledger, ModernWire modern, LegacyWire legacy, Sessions sessions) {
    this.vertx = vertx;
    this.config = config;
    this.routes = new Routes(config,
        new KeyGate(authentication, tenants, new ClientAddress(config.trustedProxies()), ledger),
        new TenantGate(tenants),
        new StreamableEndpoint(modern, legacy, sessions),
        new SseEndpoint(legacy, sessions));
  }

  /**
   * Listens.
   *
   * @param eventLoops how many there are
   * @return the port, which the system chose when 0 was configured; fails when the address cannot be bound
   */
  public Future<Integer> start(int eventLoops) {
    return port().compose(port -> vertx
        .deployVerticle(() -> verticle(port), new DeploymentOptions().setInstances(eventLoops))
        .map(port));
  }

  /** Each event loop listens for itself, so a free port must be known before the first of them does. */
  private Future<Integer> port() {
    if (config.port() != 0) {
      return Future.succeededFuture(config.port());
    }
    NetServer probe = vertx.createNetServer().connectHandler(NetSocket::close);
    return probe.listen(0, config.host()).compose(bound -> {
      int port = bound.actualPort();
      return bound.close().map(port);
    });
  }

  private HttpVerticle verticle(int port) {
    HttpVerticle verticle = new HttpVerticle(config, port, routes);
    verticles.add(verticle);
    return verticle;
  }

  /** Stops accepting, and ends when every connection is closed, or when the time is up. */
  public Future<Void> drain(Duration most) {
    return Future.join(verticles.stream().map(verticle -> verticle.drain(most)).toList()).mapEmpty();
  }
}
