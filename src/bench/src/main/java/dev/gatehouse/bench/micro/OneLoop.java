package dev.gatehouse.bench.micro;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.function.Supplier;

/** An event loop of its own, on which a step runs many times, one after the other or some at once. */
final class OneLoop implements AutoCloseable {

  final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context context = vertx.getOrCreateContext();

  /**
   * Runs a step so many times on the loop, and waits for all of it.
   *
   * @param atOnce how many are under way at a time
   */
  void run(int times, int atOnce, Supplier<Future<?>> step) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(start -> new Rounds(times, step, done).begin(atOnce));
    done.future().await();
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private final class Rounds {

    private final Supplier<Future<?>> step;
    private final Promise<Void> done;
    private int toBegin;
    private int toEnd;

    Rounds(int times, Supplier<Future<?>> step, Promise<Void> done) {
      this.toBegin = times;
      this.toEnd = times;
      this.step = step;
      this.done = done;
    }

    void begin(int atOnce) {
      for (int i = 0; i < atOnce; i++) {
        next();
      }
    }

    private void next() {
      if (toBegin == 0) {
        return;
      }
      toBegin--;
      step.get().onComplete(ended -> end(ended.cause()));
    }

    private void end(Throwable failure) {
      toEnd--;
      if (failure != null) {
        done.tryFail(failure);
      } else if (toEnd == 0) {
        done.tryComplete();
      }
      // Not here: a step that ends at once would deepen the stack with each round.
      context.runOnContext(again -> next());
    }
  }
}
