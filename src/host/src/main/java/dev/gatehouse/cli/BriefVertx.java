package dev.gatehouse.cli;

import dev.gatehouse.tenant.TempFolder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.ExecutionException;

/** A Vert.x instance for the duration of one command. */
final class BriefVertx {

  private BriefVertx() {
  }

  /** What a command does with it. */
  interface Use<T, E extends Exception> {

    /** Blocks as long as it likes. */
    T with(Vertx vertx) throws E;
  }

  /** Starts one, uses it and closes it again, however the use ends. Blocks. */
  static <T, E extends Exception> T with(Use<T, E> use) throws E {
    Vertx vertx = Vertx.vertx(TempFolder.unusedBy(new VertxOptions()));
    try {
      return use.with(vertx);
    } finally {
      close(vertx);
    }
  }

  private static void close(Vertx vertx) {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // Whoever closes has logged it; there is nothing left to do about it.
      return;
    }
  }
}
