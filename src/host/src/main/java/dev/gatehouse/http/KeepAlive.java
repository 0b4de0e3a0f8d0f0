package dev.gatehouse.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Keep-alive of the event streams of one event loop, kept in its context. One timer writes to all streams that are due at about the same
 * time: a timer for each would wake the event loop for every stream.
 */
final class KeepAlive {

  private static final String KEY = "gatehouse.keep-alive";
  /** Clients give up a stream that has been silent for 10 seconds, proxies one that has been for 30 or more. */
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(7);
  /** How much earlier a stream may be written to, together with others. */
  private static final long EARLY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Vertx vertx;
  /** The eldest first, since all wait equally long. */
  private final Set<SseStream> streams = new LinkedHashSet<>();
  private boolean armed;

  private KeepAlive(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The keep-alive of the event loop that a context is of; to be called on it. */
  static KeepAlive of(Context context) {
    KeepAlive known = context.get(KEY);
    if (known == null) {
      known = new KeepAlive(context.owner());
      context.put(KEY, known);
    }
    return known;
  }

  /** Begins to write to a stream. */
  synchronized void begin(SseStream stream) {
    stream.due(System.nanoTime() + INTERVAL_NANOS);
    streams.add(stream);
    if (!armed) {
      arm(INTERVAL_NANOS);
    }
  }

  /** The stream has ended. */
  synchronized void end(SseStream stream) {
    streams.remove(stream);
  }

  private void arm(long nanos) {
    armed = true;
    vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, due -> look());
  }

  private void look() {
    List<SseStream> due = due(System.nanoTime());
    due.forEach(SseStream::comment);
    due.forEach(this::again);
  }

  /** Takes out the streams that are due, and arms the timer for the next. */
  private synchronized List<SseStream> due(long now) {
    List<SseStream> due = new ArrayList<>();
    armed = false;
    for (Iterator<SseStream> eldest = streams.iterator(); eldest.hasNext() && !armed;) {
      SseStream next = eldest.next();
      if (next.due() - now > EARLY_NANOS) {
        arm(next.due() - now);
      } else {
        due.add(next);
      }
    }
    return due;
  }

  /** Puts a stream behind the others, unless it has ended meanwhile. */
  private synchronized void again(SseStream stream) {
    if (streams.remove(stream) && !stream.isOver()) {
      begin(stream);
    }
  }
}
