package dev.gatehouse.auth.watch;

import io.vertx.core.Context;

/** Runs delayed tasks one after the other, on one thread. Without a task it costs nothing. */
@FunctionalInterface
public interface Scheduler {

  /**
   * Schedules a task. Thread-safe.
   *
   * @param millis the delay, not negative
   */
  void after(long millis, Runnable task);

  /** A scheduler that runs its tasks on a context's event loop. */
  static Scheduler on(Context context) {
    return (millis, task) -> context.runOnContext(now -> {
      if (millis == 0) {
        task.run();
      } else {
        context.owner().setTimer(millis, due -> task.run());
      }
    });
  }
}
