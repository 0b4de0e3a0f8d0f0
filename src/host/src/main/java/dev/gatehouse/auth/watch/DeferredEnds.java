package dev.gatehouse.auth.watch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Deferred ends: ends a session or a stream only after its calls have been answered with the reason. */
final class DeferredEnds {

  /** Calls of other event loops need a moment to be told and to answer: so many ticks at the most, and one more to be written. */
  private static final int MOST_TICKS = 50;
  /** However many there are, the event loop has other work too. */
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Queue<Farewell> waiting = new ConcurrentLinkedQueue<>();

  /** What is told when it is no longer busy, and was not a tick ago either. */
  private record Farewell(BooleanSupplier busy, int patience, Runnable action) {

    /** What remains to wait for, or null for nothing. */
    @Nullable
    Farewell next() {
      if (busy.getAsBoolean() && patience > 0) {
        return new Farewell(busy, patience - 1, action);
      }
      return patience < 0 ? null : new Farewell(busy, -1, action);
    }
  }

  /** Does something at the second tick at which nothing is busy any more. Any thread may call. */
  void add(BooleanSupplier busy, Runnable action) {
    waiting.add(new Farewell(busy, MOST_TICKS, action));
  }

  /** Does what is due; called by one thread. */
  void tick() {
    long end = System.nanoTime() + MOST_NANOS;
    for (int left = waiting.size(); left > 0 && System.nanoTime() < end; left--) {
      Farewell farewell = waiting.remove();
      Farewell next = farewell.next();
      if (next == null) {
        farewell.action().run();
      } else {
        waiting.add(next);
      }
    }
  }
}
