package dev.gatehouse.feature.bulkhead;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Threads that take several tasks in one step. */
@FunctionalInterface
public interface TaskThreads extends Executor {

  /**
   * Runs tasks, each at once.
   *
   * @return how many of them, from the first on, were accepted
   */
  default int executeAll(List<? extends Runnable> tasks) {
    for (int accepted = 0; accepted < tasks.size(); accepted++) {
      try {
        execute(tasks.get(accepted));
      } catch (RejectedExecutionException e) {
        return accepted;
      }
    }
    return tasks.size();
  }
}
