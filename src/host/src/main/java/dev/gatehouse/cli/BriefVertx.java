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
    Vertx vertx = Vertx.vertx(TempFolder.unusedBy(new VertxOptions()));
    try {
      return use.apply(vertx);
    } finally {
      // A failure to close has been logged; the command ends all the same.
      vertx.close().otherwiseEmpty().await();
    }
  }
}
