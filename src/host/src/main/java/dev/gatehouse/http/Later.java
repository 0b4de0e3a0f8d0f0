package dev.gatehouse.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a handler does when the store has answered. As in the handler itself, what is thrown fails the request. */
final class Later {

  private Later() {
  }

  /** Goes on with the result, or with the failure. */
  static <T extends @Nullable Object> void on(RoutingContext rc, Future<T> asked, Consumer<T> then, Consumer<Throwable> refuse) {
    asked.onComplete(result -> run(rc, () -> then.accept(result)), failure -> run(rc, () -> refuse.accept(failure)));
  }

  private static void run(RoutingContext rc, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException failure) {
      rc.fail(failure);
    }
  }
}
