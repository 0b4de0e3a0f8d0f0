package dev.gatehouse.cli;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;

/** Blocks until a future completes; for threads that are no event loop. */
public final class Await {

  private Await() {
  }

  /** Waits, and ignores a failure; an interrupt ends the wait and stays set. */
  public static void quietly(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // Whoever closes has logged it; there is nothing left to do about it.
      return;
    }
  }
}
