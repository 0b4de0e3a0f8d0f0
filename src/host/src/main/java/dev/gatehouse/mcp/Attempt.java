package dev.gatehouse.mcp;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Starts asynchronous work so that what it throws fails its future: whoever cleans up after the future cleans up then, too. */
public final class Attempt {

  private Attempt() {
  }

  /** The future of the work; never throws. */
  @SuppressWarnings("unchecked")
  public static <T> Future<T> of(Supplier<? extends Future<? extends T>> work) {
    try {
      // A future only gives its result away, so one of a T's subtype is one of T.
      return (Future<T>) work.get();
    } catch (Throwable e) {
      return Future.failedFuture(e);
    }
  }
}
