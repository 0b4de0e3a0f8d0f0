package dev.gatehouse.bench;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;

/**
 * Connections of HTTP/2 without TLS, a hundred streams each, that ask for long answers and never open their windows for them. A stream
 * that the host resets is followed by the next, and so is a connection.
 */
final class UnreadStreams implements Trouble {

  static final int STREAMS = 100;
  private static final long PAUSE_MILLIS = 100;

  private final Place place;
  private final ModernRequest request;
  private final HttpClientAgent client;
  private boolean running = true;
  private long asked;
  private long begun;
  private long refused;
  private long reset;
  private long cut;
  private String failure = "";

  private UnreadStreams(Place place, String tool) {
    this.place = place;
    this.request = ModernRequest.call(tool, "");
    this.client = place.vertx().createHttpClient(http2());
  }

  /** HTTP/2 from the first byte, which the client knows to be served. */
  static HttpClientOptions http2() {
    return new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
  }

  static UnreadStreams start(Place place, String tool, int streams) {
    UnreadStreams unread = new UnreadStreams(place, tool);
    for (int i = 0; i < streams / STREAMS; i++) {
      unread.connect();
    }
    return unread;
  }

  private void connect() {
    if (running) {
      client.connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(place.to().port()))
          .onSuccess(this::fill).onFailure(this::failed);
    }
  }

  private void failed(Throwable why) {
    failure = why.toString();
    place.vertx().setTimer(PAUSE_MILLIS, later -> connect());
  }

  private void fill(HttpClientConnection connection) {
    connection.exceptionHandler(broken -> failure = broken.toString());
    connection.closeHandler(closed -> {
      cut++;
      place.vertx().setTimer(PAUSE_MILLIS, later -> connect());
    });
    for (int i = 0; i < STREAMS; i++) {
      ask(connection);
    }
  }

  private void ask(HttpClientConnection connection) {
    asked++;
    connection.request(request.options(place.to().port(), place.to().key()))
        .compose(this::send).onFailure(why -> failure = why.toString());
  }

  private Future<HttpClientResponse> send(HttpClientRequest sent) {
    sent.exceptionHandler(broken -> {});
    return sent.send(request.body()).onSuccess(response -> {
      response.pause();
      response.exceptionHandler(broken -> {
        reset++;
        again(sent.connection());
      });
      if (response.statusCode() == 200) {
        begun++;
      } else {
        // A refusal is short, and its stream over; the next one takes its place.
        refused++;
        response.resume();
        again(sent.connection());
      }
    });
  }

  private void again(HttpConnection connection) {
    place.vertx().setTimer(PAUSE_MILLIS, later -> {
      if (running) {
        ask((HttpClientConnection) connection);
      }
    });
  }

  @Override
  public void stop() {
    running = false;
    client.close().await();
  }

  @Override
  public String tell() {
    return "%d answers asked for, %d begun and not read, %d refused, %d streams reset, %d connections cut%s"
        .formatted(asked, begun, refused, reset, cut, failure.isEmpty() ? "" : "; the last failure: " + failure);
  }
}
