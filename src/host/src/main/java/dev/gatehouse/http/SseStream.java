package dev.gatehouse.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

/** A server-sent event stream (WHATWG HTML, section 9.2) on one response, writable from any thread. */
final class SseStream {

  /** A client that does not read holds at most this much of the host's memory, in bytes; then its stream is cut. */
  private static final int MOST_UNREAD = 16 * 1024 * 1024;
  private static final long KEEP_ALIVE_MILLIS = 15_000;

  private final HttpServerResponse response;
  private final Context context;
  private final long timer;

  private SseStream(Vertx vertx, HttpServerResponse response) {
    this.response = response;
    this.context = vertx.getOrCreateContext();
    this.timer = vertx.setPeriodic(KEEP_ALIVE_MILLIS, tick -> write(":\n\n"));
  }

  /** Commits the response as a stream. Proxies are told not to hold it back. */
  static SseStream open(Vertx vertx, HttpServerResponse response, Runnable onClose) {
    response.setChunked(true)
        .setWriteQueueMaxSize(MOST_UNREAD)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-cache, no-transform")
        .putHeader("X-Accel-Buffering", "no");
    SseStream stream = new SseStream(vertx, response);
    response.closeHandler(closed -> {
      vertx.cancelTimer(stream.timer);
      onClose.run();
    });
    return stream;
  }

  /** Sends an event; its data must be one line. */
  void event(String name, String data) {
    write("event: " + name + "\ndata: " + data + "\n\n");
  }

  /** Ends the stream; the client sees a clean end. */
  void end() {
    context.runOnContext(now -> {
      if (!response.closed() && !response.ended()) {
        response.end();
      }
    });
  }

  private void write(String text) {
    context.runOnContext(now -> {
      if (response.closed() || response.ended()) {
        return;
      }
      if (response.writeQueueFull()) {
        response.reset();
      } else {
        response.write(text);
      }
    });
  }
}
