package dev.gatehouse;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Closes what the start stages have opened, in reverse order, after a failed start and in an orderly stop. Each stage adds a step as soon
 * as it holds something that must be closed.
 */
final class Shutdown {

  private final Deque<Step> steps = new ArrayDeque<>();

  private record Step(String what, Supplier<Future<Void>> closing) {
  }

  /**
   * Adds a step, which runs before all that were added earlier.
   *
   * @param what names it in the log, should it fail
   * @param closing begins to close it; called once
   */
  synchronized void add(String what, Supplier<Future<Void>> closing) {
    steps.push(new Step(what, closing));
  }

  /** Adds a step that ends when it returns. */
  void addSync(String what, Runnable closing) {
    add(what, () -> {
      closing.run();
      return Future.succeededFuture();
    });
  }

  /** Runs all steps, each after the one before has ended. Blocks. A step that fails is logged and stops none of the others. */
  synchronized void close() {
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      try {
        step.closing().get().await();
      } catch (Exception e) {
        Host.LOG.warn("{} did not close", step.what(), e);
      }
    }
  }
}
