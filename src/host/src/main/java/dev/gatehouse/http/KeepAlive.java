package dev.gatehouse.http;

import io.vertx.core.Context;
import java.time.Duration;

/** Keep-alive of the event streams of one event loop, kept in its context. */
final class KeepAlive {

  private static final String KEY = "gatehouse.keep-alive";
  /** Clients give up a stream that has been silent for 10 seconds, proxies one that has been for 30 or more. */
  private static final Duration INTERVAL = Duration.ofSeconds(7);
  /** How much earlier a stream may be written to, together with others. */
  private static final Duration EARLY = Duration.ofMillis(250);

  private KeepAlive() {
  }

  /** The streams of the event loop that a context is of; to be called on it. Those that begin there are written to until they end. */
  static Timeouts<SseStream> of(Context context) {
    Timeouts<SseStream> known = context.get(KEY);
    if (known == null) {
      known = new Timeouts<>(context.owner(), INTERVAL, EARLY, stream -> comment(context, stream));
      context.put(KEY, known);
    }
    return known;
  }

  private static void comment(Context context, SseStream stream) {
    stream.comment();
    if (!stream.isOver()) {
      of(context).begin(stream);
    }
  }
}
