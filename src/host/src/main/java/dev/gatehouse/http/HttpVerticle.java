package dev.gatehouse.http;

import dev.gatehouse.config.HttpConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;

/** One event loop's share of the public port. Deployed once for each; Vert.x spreads the connections over them. */
final class HttpVerticle extends VerticleBase {

  private final HttpConfig config;
  private final int port;
  private final Routes routes;
  private HttpServer server;

  HttpVerticle(HttpConfig config, int port, Routes routes) {
    this.config = config;
    this.port = port;
    this.routes = routes;
  }

  @Override
  public Future<?> start() {
    server = vertx.createHttpServer(options()).requestHandler(routes.router(vertx));
    return server.listen();
  }

  private HttpServerOptions options() {
    HttpServerOptions options = new HttpServerOptions().setHost(config.host()).setPort(port);
    if (config.tls() != null) {
      options.setSsl(true).setKeyCertOptions(new PemKeyCertOptions()
          .setCertPath(config.tls().cert().toString())
          .setKeyPath(config.tls().key().toString()));
    }
    return options;
  }

  /** Stops accepting; a connection closes when its requests have their answers, or when the time is up. */
  Future<Void> drain(Duration most) {
    return server == null ? Future.succeededFuture() : server.shutdown(most);
  }
}
