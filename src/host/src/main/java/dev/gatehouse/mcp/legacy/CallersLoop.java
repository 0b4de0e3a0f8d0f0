package dev.gatehouse.mcp.legacy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Completes what the store answers on the event loop that has asked, which writes the response. */
final class CallersLoop {

  private CallersLoop() {
  }

  /** The same future, completed on the calling event loop if it is not complete yet. */
  static <T extends @Nullable Object> Future<T> of(Future<T> asked) {
    Context context = Vertx.currentContext();
    if (context == null || asked.isComplete()) {
      return asked;
    }
    Promise<T> answer = Promise.promise();
    asked.onComplete(done -> context.runOnContext(now -> answer.handle(done)));
    return answer.future();
  }
}
