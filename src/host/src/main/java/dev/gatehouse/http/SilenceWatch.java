package dev.gatehouse.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keep-alive: turns responses that have been silent for long into streams, so that no proxy gives them up. One timer serves all requests of
 * an event loop, since a timer for each would cost every call.
 */
final class SilenceWatch {

  private final Vertx vertx;
  private final long nanos;
  /** When each becomes due; the eldest first, since all wait equally long. */
  private final Map<PostReply, Long> waiting = new LinkedHashMap<>();
  private boolean armed;

  /**
   * A watch.
   *
   * @param silence how long a response may be silent
   */
  SilenceWatch(Vertx vertx, Duration silence) {
    this.vertx = vertx;
    this.nanos = silence.toNanos();
  }

  /** From now on nothing is written. Called on the event loop. */
  synchronized void begin(PostReply reply) {
    waiting.put(reply, System.nanoTime() + nanos);
    if (!armed) {
      arm(nanos);
    }
  }

  /** The answer is there. */
  synchronized void end(PostReply reply) {
    waiting.remove(reply);
  }

  private void arm(long in) {
    armed = true;
    vertx.setTimer(Duration.ofNanos(in).toMillis() + 1, due -> look());
  }

  private void look() {
    due().forEach(PostReply::silent);
  }

  private synchronized List<PostReply> due() {
    List<PostReply> due = new ArrayList<>();
    armed = false;
    long now = System.nanoTime();
    for (Iterator<Map.Entry<PostReply, Long>> eldest = waiting.entrySet().iterator(); eldest.hasNext() && !armed;) {
      Map.Entry<PostReply, Long> one = eldest.next();
      if (one.getValue() - now > 0) {
        arm(one.getValue() - now);
      } else {
        eldest.remove();
        due.add(one.getKey());
      }
    }
    return due;
  }
}
