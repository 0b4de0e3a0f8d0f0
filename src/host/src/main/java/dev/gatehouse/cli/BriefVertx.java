package dev.gatehouse.cli;

import dev.gatehouse.tenant.TempFolder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.function.Function;

/** A Vert.x instance for the duration of one command. */
final class BriefVertx {

  private BriefVertx() {
  }

  /** Starts one, uses it and closes it again, however the use ends. Blocks. */
  static <T> T with(Function<Vertx, T> use) {
    return with(new VertxOptions(), use);
  }

  /** The same with one event loop, so that what waits for a connection runs on the connection's own thread. */
  static <T> T ofOneLoop(Function<Vertx, T> use) {
    return with(new VertxOptions().setEventLoopPoolSize(1), use);
  }

  private static <T> T with(VertxOptions options, Function<Vertx, T> use) {
    Vertx vertx = Vertx.vertx(TempFolder.unusedBy(options));
    try {
      return use.apply(vertx);
    } finally {
      // A failure to close has been logged; the command ends all the same.
      vertx.close().otherwiseEmpty().await();
    }
  }
}
