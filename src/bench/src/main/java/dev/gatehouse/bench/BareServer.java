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

  /** Listens on any free port, and says on which. */
  public static void main(String[] args) {
    int loops = Runtime.getRuntime().availableProcessors();
    // Its instances share one port, so it cannot be left to each of them.
    int port = FreePort.any();
    Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops))
        .deployVerticle(() -> new BareServer(port), new DeploymentOptions().setInstances(loops))
        .onSuccess(id -> System.out.println("ready http://127.0.0.1:" + port))
        .onFailure(failure -> System.exit(1));
  }

  @Override
  public Future<?> start() {
    return vertx.createHttpServer()
        .requestHandler(
            request -> request.body().onSuccess(body -> request.response().putHeader("content-type", "application/json").end(ANSWER)))
        .listen(port, "127.0.0.1");
  }
}
