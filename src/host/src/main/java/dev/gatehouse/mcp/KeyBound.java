package dev.gatehouse.mcp;

import dev.gatehouse.auth.KeyWatch;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.tool.CallCancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Lets a call run as long as its caller would be let in and be allowed to make it: a key that ends takes its calls along, and one that is
 * narrowed those that it may make no longer, each with an error that its client can read.
 */
public final class KeyBound {

  private final KeyWatch keys;

  /** Binds calls to these keys. */
  public KeyBound(KeyWatch keys) {
    this.keys = keys;
  }

  /** What a call must be allowed; asked again whenever the rights of its caller are others. */
  @FunctionalInterface
  public interface Permission {

    /** Why the caller may not go on, or null when they may. */
    McpException refusal(Principal now);
  }

  /**
   * Runs a call.
   *
   * @param principal whose it is
   * @param cancellation cancelled when it may run no longer
   * @param permission what it must be allowed
   * @param work the call
   * @return what comes of it; fails with {@link Refusals#keyEnded()} when the key ends first, and with what the permission says when
   *     that is taken away
   */
  public <T> Future<T> run(Principal principal, CallCancellation cancellation, Permission permission,
      Supplier<? extends Future<? extends T>> work) {
    Promise<T> first = Promise.promise();
    Context context = Vertx.currentContext();
    KeyWatch.Watch watch = keys.watch(principal,
        now -> stop(context, first, cancellation, permission.refusal(now)),
        refused -> stop(context, first, cancellation, Refusals.keyEnded()));
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

  /** Ends the call with a refusal, if there is one. */
  private static <T> void stop(Context context, Promise<T> first, CallCancellation cancellation, McpException refusal) {
    if (refusal != null) {
      on(context, () -> {
        if (first.tryFail(refusal)) {
          cancellation.cancel();
        }
      });
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
