package dev.gatehouse.http;

import dev.gatehouse.config.HttpConfig;
import dev.gatehouse.http.connection.Connections;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of the public port on one event loop. It is deployed once for each event loop; Vert.x spreads the connections over them.
 */
final class HttpVerticle extends VerticleBase {

  /** The id of the free port that the servers of this Vert.x share. */
  private static final int SHARED = 1;

  private final HttpConfig config;
  private final Routes routes;
  private final Connections connections;
  private final Duration idle;
  private @Nullable HttpServer server;

  /** Closes what is silent for this long. */
  HttpVerticle(HttpConfig config, Routes routes, Connections connections, Duration idle) {
    this.idle = idle;
    this.connections = connections;
    this.config = config;
    this.routes = routes;
  }

  @Override
  public Future<?> start() {
    HttpServer made = vertx.createHttpServer(options()).connectionHandler(connections::bind).requestHandler(routes.router(vertx));
    server = made;
    return made.listen(address());
  }

  /** Port 0 would give each event loop a port of its own. */
  private SocketAddress address() {
    return config.port() == 0
        ? SocketAddress.sharedRandomPort(SHARED, config.host())
        : SocketAddress.inetSocketAddress(config.port(), config.host());
  }

  private HttpServer started() {
    return Objects.requireNonNull(server, "not started");
  }

  /** The port that the system chose, or the one configured. */
  int port() {
    return started().actualPort();
  }

  private HttpServerOptions options() {
    HttpServerOptions options = new HttpServerOptions()
        // No path upgrades to a web socket: these would only look at every request.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setHttp2ClearTextEnabled(config.h2c())
        // Responses are written on the event loop only, so a connection needs no queue for other threads, of 5 KiB.
        .setStrictThreadMode(true)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout((int) Math.min(Integer.MAX_VALUE, idle.toMillis()));
    if (config.tls() != null) {
      TlsProtocols.serve(options);
      options.setKeyCertOptions(new PemKeyCertOptions()
          .setCertPath(config.tls().cert().toString())
          .setKeyPath(config.tls().key().toString()));
    }
    return options;
  }

  /** Serves a renewed certificate to new connections. Fails when it cannot be used; the old one stays. */
  Future<Boolean> renew(PemKeyCertOptions certificate) {
    return started().updateSSLOptions(options().getSslOptions().copy().setKeyCertOptions(certificate));
  }

  /** Stops accepting; a connection closes when its requests have their answers, or when the time is up. */
  Future<Void> drain(Duration most) {
    return server == null ? Future.succeededFuture() : server.shutdown(most);
  }
}
