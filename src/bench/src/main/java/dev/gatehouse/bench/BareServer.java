package dev.gatehouse.bench;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;

/** The floor: Vert.x reads the body and answers something fixed, on as many event loops as the host has. */
public final class BareServer extends VerticleBase {

  private static final Buffer ANSWER = Buffer.buffer("""
      {"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"5"}],"resultType":"complete"}}""");

  private final int port;

  private BareServer(int port) {
    this.port = port;
  }

  /** Listens on the port that the first argument names. */
  public static void main(String[] args) {
    int loops = Runtime.getRuntime().availableProcessors();
    int port = Integer.parseInt(args[0]);
    Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops))
        .deployVerticle(() -> new BareServer(port), new DeploymentOptions().setInstances(loops))
        .onSuccess(id -> System.out.println("ready"));
  }

  @Override
  public Future<?> start() {
    return vertx.createHttpServer()
        .requestHandler(request -> request.body().onSuccess(body ->
            request.response().putHeader("content-type", "application/json").end(ANSWER)))
        .listen(port, "127.0.0.1");
  }
}
