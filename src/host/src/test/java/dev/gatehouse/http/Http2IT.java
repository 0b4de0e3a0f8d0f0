package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One connection of HTTP/2 with prior knowledge, on a loopback bind. */
class Http2IT {

  @RegisterExtension
  static final TestHost host = new TestHost("{ \"http\": { \"port\": 0, \"headTimeout\": \"1h\" } }").plugin("demo", "math");

  private static final Vertx vertx = Vertx.vertx();
  private static final HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions()
      .setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));

  @AfterAll
  static void close() {
    vertx.close().await();
  }

  private static HttpClientConnection connect() {
    return client.connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(URI.create(host.url()).getPort())).await();
  }

  private static HttpClientRequest post(HttpClientConnection connection) {
    return connection.request(new RequestOptions().setMethod(HttpMethod.POST).setURI("/mcp")).await();
  }

  private static int status(HttpClientConnection connection) {
    return post(connection).send(Buffer.buffer("{}")).map(HttpClientResponse::statusCode).await();
  }

  @Test
  void it_is_spoken() {
    HttpClientConnection connection = connect();

    assertThat(connection.protocolVersion()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(status(connection)).isEqualTo(401);
    assertThat(((Http2Settings) connection.remoteSettings()).getMaxConcurrentStreams()).isEqualTo(100);
    assertThat(((Http2Settings) connection.remoteSettings()).getMaxHeaderListSize()).isLessThanOrEqualTo(16_384);
  }

  @Test
  void a_body_that_nobody_waits_for_ends_with_its_stream_and_leaves_the_others() throws InterruptedException {
    HttpClientConnection connection = connect();
    HttpClientRequest request = post(connection);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicReference<Integer> answered = new AtomicReference<>();
    request.exceptionHandler(failure::set);
    request.response().onSuccess(response -> answered.set(response.statusCode()));
    request.setChunked(true).write("{");

    eventually(answered::get, 401);
    eventually(() -> request.write(" ").failed() || failure.get() != null);

    assertThat(status(connection)).isEqualTo(401);
  }

  @Test
  void a_stream_of_events_stays_open() throws InterruptedException {
    HttpClientConnection connection = connect();
    AtomicBoolean ended = new AtomicBoolean();
    AtomicReference<String> seen = new AtomicReference<>("");

    connection.request(new RequestOptions().setMethod(HttpMethod.GET).setURI("/sse")
        .putHeader("Authorization", "Bearer " + host.key("demo", "tools", "*"))).onSuccess(
            request -> request.send()
                .onSuccess(response -> response.exceptionHandler(broken -> ended.set(true)).endHandler(end -> ended.set(true))
                    .handler(event -> seen.updateAndGet(text -> text + event))));

    eventually(() -> seen.get().contains("endpoint"));
    Thread.sleep(3_000);
    assertThat(ended.get()).isFalse();
  }

  @Test
  void a_flood_of_resets_ends_the_connection() throws InterruptedException {
    HttpClientConnection connection = connect();
    AtomicBoolean closed = new AtomicBoolean();
    connection.closeHandler(end -> closed.set(true));
    connection.exceptionHandler(broken -> {});

    for (int i = 0; i < 1_000 && !closed.get(); i++) {
      connection.request(new RequestOptions().setMethod(HttpMethod.POST).setURI("/mcp"))
          .onSuccess(request -> request.exceptionHandler(reset -> {}).setChunked(true).write("{").onComplete(sent -> request.reset()));
    }

    eventually(closed::get);
  }

  @Test
  void a_head_that_is_too_long_is_refused() {
    HttpClientConnection connection = connect();
    HttpClientRequest request = post(connection).putHeader("X-Long", "x".repeat(50_000));

    AtomicReference<Integer> status = new AtomicReference<>(0);
    request.send().onSuccess(response -> status.set(response.statusCode())).otherwiseEmpty().await();

    assertThat(status.get()).isNotEqualTo(401);
  }
}
