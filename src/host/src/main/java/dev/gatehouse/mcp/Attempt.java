package dev.gatehouse.mcp;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Starts asynchronous work so that what it throws is the failure of its future: whoever cleans up after the future cleans up then, too. */
public final class Attempt {

  private Attempt() {
  }

  /** The future of the work; never throws. */
  public static <T> Future<? extends T> of(Supplier<? extends Future<? extends T>> work) {
    try {
      return work.get();
    } catch (Throwable e) {
      return Future.failedFuture(e);
    }
  }
}
