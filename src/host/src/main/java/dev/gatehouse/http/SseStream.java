package dev.gatehouse.http;

import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.legacy.EventReader;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** A server-sent event stream (WHATWG HTML, section 9.2) on one response, writable from any thread. */
final class SseStream implements EventReader {

  /** A client that does not read holds at most this much of the host's memory, in bytes; then its stream is cut. */
  private static final int MOST_UNREAD = 16 * 1024 * 1024;
  /** How long a client waits before it comes back for the rest of a stream. */
  private static final int RETRY_MILLIS = 500;
  private static final Buffer COMMENT = Buffer.buffer(":\n\n");
  private static final String MESSAGE = "event: message\n";

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final MemoryLease memory;
  private final UnreadResponses unread;
  private final Context context;
  private final Timeouts<SseStream> keepAlive;
  private Runnable whenClosed = () -> {};

  private SseStream(Vertx vertx, HttpServerRequest request, MemoryLease memory, UnreadResponses unread) {
    this.request = request;
    this.response = request.response();
    this.memory = memory;
    this.unread = unread;
    this.context = vertx.getOrCreateContext();
    this.keepAlive = KeepAlive.of(context);
  }

  /**
   * Commits the response as a stream, with headers that disable buffering in proxies.
   *
   * @param memory what it holds of its tenant's byte budget; closed when the stream is
   */
  static SseStream open(RoutingContext rc, UnreadResponses unread, MemoryLease memory) {
    Vertx vertx = rc.vertx();
    HttpServerResponse response = rc.response();
    response.setChunked(true)
        .setWriteQueueMaxSize(MOST_UNREAD)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-cache, no-transform")
        .putHeader("X-Accel-Buffering", "no");
    SseStream stream = new SseStream(vertx, rc.request(), memory, unread);
    if (rc.request().version() == HttpVersion.HTTP_1_0) {
      // Not its head alone: Vert.x would announce chunks, which HTTP/1.0 does not know (RFC 9112 section 6.1).
      response.write(COMMENT);
    } else {
      response.writeHead();
    }
    response.endHandler(ended -> stream.ended());
    stream.keepAlive.begin(stream);
    forget(rc);
    return stream;
  }

  /** A stream may be open for days: it keeps neither the headers of its request, with the key, nor the body, nor the user for Vert.x. */
  private static void forget(RoutingContext rc) {
    rc.userContext().clear();
    HttpServerRequest request = rc.request();
    if (request.isEnded()) {
      request.handler(null).endHandler(null).exceptionHandler(null);
    }
    if (request.version() != HttpVersion.HTTP_2) {
      request.headers().clear();
    }
  }

  private void ended() {
    closed();
    if (request.version() == HttpVersion.HTTP_1_0) {
      request.connection().close();
    }
  }

  /**
   * Sets what happens besides when the response has ended or the connection is gone: maybe more than once.
   *
   * @param action called on the event loop
   */
  void onClosed(Runnable action) {
    whenClosed = action;
  }

  /** Stops the keep-alive and gives the memory back, when the response has ended or the connection is gone. */
  void closed() {
    keepAlive.end(this);
    memory.close();
    whenClosed.run();
  }

  /** Whether nothing can be written any more. */
  boolean isOver() {
    return response.closed() || response.ended();
  }

  /** Sends nothing that a client would see: proxies pass on the head with it, and take the connection to be alive. */
  void comment() {
    write(COMMENT);
  }

  /** Sends a message without an id; its data must be one line. */
  void message(Buffer data) {
    write(messageEvent(data));
  }

  /** A message as an event of its own, named as all are: some clients pass over an event without that name. */
  static Buffer messageEvent(Buffer data) {
    return text(MESSAGE + "data: ", data);
  }

  /** Sends a named event without an id; its data must be one line. */
  void named(String name, Buffer data) {
    write(text("event: " + name + "\ndata: ", data));
  }

  /** Sends an event that the client can resume after. One without data is no message, and has no name: that would make it one. */
  @Override
  public void event(@Nullable String id, Buffer data) {
    if (id == null) {
      message(data);
      return;
    }
    String kind = data.length() == 0 ? "retry: " + RETRY_MILLIS + "\n" : MESSAGE;
    write(text("id: " + id + "\n" + kind + "data: ", data));
  }

  /** Ends the stream; the client sees a clean end. */
  @Override
  public void end() {
    context.runOnContext(now -> {
      if (!isOver()) {
        response.end();
      }
    });
  }

  private static Buffer text(String head, Buffer data) {
    return Buffer.buffer(head.length() + data.length() + 2).appendString(head).appendBuffer(data).appendString("\n\n");
  }

  private void cut() {
    if (request.version() == HttpVersion.HTTP_2) {
      response.reset();
    } else {
      UnreadResponses.cut(request.connection());
    }
  }

  private void write(Buffer text) {
    context.runOnContext(now -> {
      if (isOver()) {
        return;
      }
      if (response.writeQueueFull()) {
        cut();
      } else {
        unread.count(memory.budget(), request, text.length(), response.write(text));
      }
    });
  }
}
