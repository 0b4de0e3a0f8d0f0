package dev.gatehouse.auth.watch;

import java.util.concurrent.atomic.AtomicBoolean;

/** A task that is scheduled on demand, once however often it is asked for, so that nothing runs while there is nothing to do. */
final class PendingTask {

  private final Scheduler scheduler;
  private final long millis;
  private final Runnable task;
  private final AtomicBoolean pending = new AtomicBoolean();

  /**
   * A task that is not scheduled yet.
   *
   * @param millis the delay between the first request and the run
   */
  PendingTask(Scheduler scheduler, long millis, Runnable task) {
    this.scheduler = scheduler;
    this.millis = millis;
    this.task = task;
  }

  /** Schedules it, unless it is scheduled already. Thread-safe; it may schedule itself again. */
  void schedule() {
    if (!pending.get() && pending.compareAndSet(false, true)) {
      scheduler.after(millis, this::run);
    }
  }

  private void run() {
    pending.set(false);
    task.run();
  }
}
