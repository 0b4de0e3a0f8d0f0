package dev.gatehouse.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Connection persistence (RFC 9112 section 9.3): announces with {@code Connection: close} that a connection ends after this response. That
 * is so while the server drains, for a refusal on a connection that is about to be closed without an authenticated caller, and for a
 * response that is sent before the request's body when that does not come soon.
 */
final class ConnectionPersistence implements Handler<RoutingContext> {

  /** A rejected body up to this length, in bytes, is read and discarded; beyond it the connection is closed. */
  private static final long MOST_DISCARDED = 64 * 1024;
  /** Between looks at a client that sends requests and does not read the responses: twice as long each time. */
  private static final long FIRST_LOOK_MILLIS = 5;
  private static final long LAST_LOOK_MILLIS = 320;

  private final Duration linger;
  private final Predicate<HttpConnection> ending;
  private volatile boolean draining;

  /**
   * Creates it with persistent connections.
   *
   * @param linger how long a client that was answered early may still send: closed at once, it might never see the answer
   * @param ending whether a connection is soon closed unless a caller is let in: its client is told, so that it does not send its next
   *     request into a connection that is being closed
   */
  ConnectionPersistence(Duration linger, Predicate<HttpConnection> ending) {
    this.linger = linger;
    this.ending = ending;
  }

  @Override
  public void handle(RoutingContext rc) {
    rc.response().headersEndHandler(head -> answering(rc));
    if (UnreadResponses.isBehind(rc.request().connection())) {
      rc.request().pause();
      await(rc, FIRST_LOOK_MILLIS);
    } else {
      rc.next();
    }
  }

  /** Back-pressure: a client may send requests without end and read no response to them. */
  private static void await(RoutingContext rc, long millis) {
    if (UnreadResponses.isBehind(rc.request().connection())) {
      rc.vertx().setTimer(millis, later -> await(rc, Math.min(2 * millis, LAST_LOOK_MILLIS)));
    } else if (!rc.response().closed()) {
      if (length(rc.request()) == 0) {
        // Nobody will read from it, and a request that stays paused holds up its connection.
        rc.request().resume();
      }
      rc.next();
    }
  }

  private void answering(RoutingContext rc) {
    HttpServerRequest request = rc.request();
    if (!request.isEnded() && length(request) > 0) {
      discard(rc, length(request) > MOST_DISCARDED);
    }
    if (draining || endsWithConnection(request) || isRefused(rc) && ending.test(request.connection())) {
      announce(request);
    }
  }

  private static boolean isRefused(RoutingContext rc) {
    return rc.response().getStatusCode() >= 400;
  }

  /** Whether the end of the response is the end of the connection: HTTP/1.0 without a length (RFC 9112 section 6.3). */
  private static boolean endsWithConnection(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_0 && !request.response().headers().contains(HttpHeaders.CONTENT_LENGTH);
  }

  /** The length of the body, as far as it is known. */
  private static long length(HttpServerRequest request) {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (declared == null) {
      return isHttp2(request) || request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? Long.MAX_VALUE : 0;
    }
    try {
      return Long.parseLong(declared);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static boolean isHttp2(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2;
  }

  private void discard(RoutingContext rc, boolean isLong) {
    HttpServerRequest request = rc.request();
    if (isLong) {
      announce(request);
    }
    long timer = rc.vertx().setTimer(linger.toMillis(), late -> end(request));
    if (!isLong || isHttp2(request)) {
      request.endHandler(ended -> rc.vertx().cancelTimer(timer));
    }
  }

  private static void end(HttpServerRequest request) {
    if (!isHttp2(request)) {
      UnreadResponses.cut(request.connection());
    } else if (!request.isEnded()) {
      request.response().reset(0);
    }
  }

  /** Answers a request whose end is ambiguous, and closes: what follows on its connection is not taken for a request. */
  void answerLast(HttpServerRequest request) {
    announce(request);
    request.connection().shutdown(linger);
  }

  /** Sets {@code Connection: close}. HTTP/2 has GOAWAY for this, which the server sends itself. */
  private static void announce(HttpServerRequest request) {
    if (!isHttp2(request)) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /** From now on no connection persists. */
  void drain() {
    draining = true;
  }
}
