package dev.gatehouse.auth.watch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Deferred ends: ends a session or a stream only after its calls have been answered with the reason. */
final class DeferredEnds {

  /** The maximum number of ticks to wait: calls on other event loops need a moment to be cancelled and answered. */
  private static final int MOST_TICKS = 50;
  /** The time limit of a tick, since the event loop has other work. */
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long TICK_MILLIS = 10;

  private final Queue<DeferredEnd> waiting = new ConcurrentLinkedQueue<>();
  private final PendingTask tick;

  /** Nothing waits. */
  DeferredEnds(Scheduler scheduler) {
    tick = new PendingTask(scheduler, TICK_MILLIS, this::tick);
  }

  /** An end that runs once it has not been busy for a tick. */
  private record DeferredEnd(BooleanSupplier busy, int patience, Runnable action) {

    /** What remains to wait for, or null for nothing. */
    @Nullable
    DeferredEnd next() {
      if (busy.getAsBoolean() && patience > 0) {
        return new DeferredEnd(busy, patience - 1, action);
      }
      return patience < 0 ? null : new DeferredEnd(busy, -1, action);
    }
  }

  /** Runs an action at the second tick at which nothing is busy any more. Thread-safe. */
  void add(BooleanSupplier busy, Runnable action) {
    waiting.add(new DeferredEnd(busy, MOST_TICKS, action));
    tick.schedule();
  }

  private void tick() {
    try {
      runDue();
    } finally {
      if (!waiting.isEmpty()) {
        tick.schedule();
      }
    }
  }

  /** Runs the actions that are due. */
  private void runDue() {
    long end = System.nanoTime() + MOST_NANOS;
    for (int left = waiting.size(); left > 0 && System.nanoTime() < end; left--) {
      DeferredEnd deferred = waiting.remove();
      DeferredEnd next = deferred.next();
      if (next == null) {
        deferred.action().run();
      } else {
        waiting.add(next);
      }
    }
  }
}
