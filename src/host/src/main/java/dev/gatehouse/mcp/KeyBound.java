package dev.gatehouse.mcp;

import dev.gatehouse.auth.KeyWatch;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.tool.CallCancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Lets a call run as long as its key is let in: a key that ends takes its calls along, each with an error that its client can read. */
public final class KeyBound {

  private final KeyWatch keys;

  /** Binds calls to these keys. */
  public KeyBound(KeyWatch keys) {
    this.keys = keys;
  }

  /**
   * Runs a call.
   *
   * @param principal whose it is
   * @param cancellation cancelled when the key ends
   * @param work the call
   * @return what comes of it; fails with {@link Refusals#keyEnded()} when the key ends first
   */
  public <T> Future<T> run(Principal principal, CallCancellation cancellation, Supplier<? extends Future<? extends T>> work) {
    Promise<T> first = Promise.promise();
    Context context = Vertx.currentContext();
    KeyWatch.Watch watch = keys.watch(principal, refused -> on(context, () -> {
      if (first.tryFail(Refusals.keyEnded())) {
        cancellation.cancel();
      }
    }));
    // What nobody waits for any more needs no end, and a stream whose client has gone has none.
    cancellation.onCancel(watch::close);
    begun(work, watch).onComplete(done -> {
      watch.close();
      if (done.succeeded()) {
        first.tryComplete(done.result());
      } else {
        first.tryFail(done.cause());
      }
    });
    return first.future();
  }

  /** What does not even begin has no end that would close its watch. */
  private static <T> Future<? extends T> begun(Supplier<? extends Future<? extends T>> work, KeyWatch.Watch watch) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
  }

  private static void on(Context context, Runnable action) {
    if (context == null) {
      action.run();
    } else {
      context.runOnContext(now -> action.run());
    }
  }
}
