package dev.gatehouse.auth.watch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Keys that have nothing open any more. They are forgotten after a while, if nobody uses them until then. */
final class IdleKeys {

  private static final long SWEEP_MILLIS = 1_000;

  private final Queue<KeyInUse> queue = new ConcurrentLinkedQueue<>();
  private final PendingTask sweep;
  private final Consumer<KeyInUse> forget;

  /**
   * No keys.
   *
   * @param forget is given each key that nobody has used for a while
   */
  IdleKeys(Scheduler scheduler, Consumer<KeyInUse> forget) {
    this.sweep = new PendingTask(scheduler, SWEEP_MILLIS, this::sweep);
    this.forget = forget;
  }

  /** Adds a key that is not in here. Thread-safe. */
  void add(KeyInUse key) {
    queue.add(key);
    sweep.schedule();
  }

  private void sweep() {
    for (int left = queue.size(); left > 0; left--) {
      KeyInUse key = queue.remove();
      if (key.staysIdle()) {
        queue.add(key);
      } else if (key.isRetired()) {
        forget.accept(key);
      }
    }
    if (!queue.isEmpty()) {
      sweep.schedule();
    }
  }
}
