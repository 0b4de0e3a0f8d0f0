package dev.gatehouse.feature.loop;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Completes a future on the event loop that asked for it, where the response is written, whichever event loop has the answer. */
public final class CallersLoop {

  private CallersLoop() {
  }

  /** The same future, completed on the calling event loop if it is not complete yet. */
  public static <T extends @Nullable Object> Future<T> of(Future<T> asked) {
    Context context = Vertx.currentContext();
    if (context == null || asked.isComplete()) {
      return asked;
    }
    Promise<T> answer = Promise.promise();
    asked.onComplete(done -> context.runOnContext(now -> answer.handle(done)));
    return answer.future();
  }
}
