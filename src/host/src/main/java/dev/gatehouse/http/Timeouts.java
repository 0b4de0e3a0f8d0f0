package dev.gatehouse.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Timeouts of one duration on one timer of an event loop, which is set only while something waits: a timer for each would cost every call.
 *
 * @param <T> what waits; told apart by identity
 */
final class Timeouts<T> {

  private final Vertx vertx;
  private final long nanos;
  private final long early;
  private final Consumer<T> late;
  /** When each becomes due; the eldest first, since all wait equally long. */
  private final Map<T, Long> waiting = new LinkedHashMap<>();
  private boolean armed;

  /**
   * Timeouts without anything that waits.
   *
   * @param timeout how long each waits
   * @param early how much earlier it may be over, together with others: a timer for each would wake the event loop for each
   * @param late called with what has waited for so long, on the event loop
   */
  Timeouts(Vertx vertx, Duration timeout, Duration early, Consumer<T> late) {
    this.vertx = vertx;
    this.nanos = timeout.toNanos();
    this.early = early.toNanos();
    this.late = late;
  }

  /** Starts a timeout. Called on the event loop. */
  synchronized void begin(T one) {
    waiting.put(one, System.nanoTime() + nanos);
    if (!armed) {
      arm(nanos);
    }
  }

  /** Cancels a timeout; does nothing when there is none. */
  synchronized void end(T one) {
    waiting.remove(one);
  }

  private void arm(long in) {
    armed = true;
    vertx.setTimer(Duration.ofNanos(in).toMillis() + 1, due -> look());
  }

  private void look() {
    due().forEach(late);
  }

  private synchronized List<T> due() {
    List<T> due = new ArrayList<>();
    armed = false;
    long now = System.nanoTime();
    for (Iterator<Map.Entry<T, Long>> eldest = waiting.entrySet().iterator(); eldest.hasNext() && !armed;) {
      Map.Entry<T, Long> one = eldest.next();
      if (one.getValue() - now > early) {
        arm(one.getValue() - now);
      } else {
        eldest.remove();
        due.add(one.getKey());
      }
    }
    return due;
  }
}
