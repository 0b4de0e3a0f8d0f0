package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.config.AdminConfig;
import dev.gatehouse.http.connection.ConnectionLimits;
import dev.gatehouse.http.connection.Connections;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin port at a loopback address of its own, with few pages. */
@Timeout(120)
class AdminServerTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final AtomicInteger RENDERED = new AtomicInteger();
  private static final AtomicInteger CHECKED = new AtomicInteger();

  private static String url;

  @BeforeAll
  static void open() {
    url = "http://127.0.0.2:" + port("127.0.0.2");
  }

  private static int port(String host) {
    AdminConfig config = new AdminConfig(host, 0);
    Readiness readiness = new Readiness();
    readiness.loaded();
    LogThrottle throttle = new LogThrottle();
    List<AdminPage> pages = List.of(AdminPage.live(),
        AdminPage.ready(new ReadyHandler(VERTX).needs("http", () -> CHECKED.incrementAndGet() > 0)),
        AdminPage.metrics(new MetricsHandler(VERTX, () -> "rendered " + RENDERED.incrementAndGet() + "\n", readiness)),
        AdminPage.text("/", "the console\n"));
    Connections connections =
        new Connections("admin", ConnectionLimits.ofAdmin(config, Duration.ofSeconds(30)), List.of(), throttle);
    return new AdminServer(VERTX, config, pages, connections, throttle).start().await();
  }

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  private static String send(String request, String... headers) {
    return RawHttp.send(url, request, null, headers);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.2:8081, 200", "127.0.0.2, 200", "localhost, 200", "127.0.0.1, 200", "[::1], 200", "127.0.0.3, 403",
      "evil.example, 403", "127.0.0.2.evil.example, 403", "127.0.0.2.:1, 403", "10.0.0.1, 403", "[::2], 403"})
  void the_address_that_is_bound_is_a_name_of_the_host(String host, int status) {
    assertThat(send("GET /health/live", "Host: " + host)).startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest
  @CsvSource({"http://127.0.0.2:8081, 200", "http://localhost, 200", "http://127.0.0.3:8081, 403", "https://evil.example, 403",
      "http://127.0.0.2.evil.example, 403", "http://127.0.0.2@evil.example, 403", "null, 403"})
  void and_of_its_pages(String origin, int status) {
    assertThat(send("GET /health/live", "Host: 127.0.0.2", "Origin: " + origin)).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void an_address_may_be_written_long() {
    int port = port("0:0:0:0:0:0:0:1");
    for (String host : List.of("[::1]:" + port, "[0:0:0:0:0:0:0:1]", "localhost")) {
      assertThat(RawHttp.send("http://[::1]:" + port, "GET /health/live", null, "Host: " + host)).startsWith("HTTP/1.1 200");
    }
    assertThat(RawHttp.send("http://[::1]:" + port, "GET /health/live", null, "Host: [::2]")).startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready", "/metrics", "/"})
  void a_probe_may_ask_for_the_head_alone(String path) {
    assertThat(send("HEAD " + path, "Host: 127.0.0.2")).startsWith("HTTP/1.1 200").containsIgnoringCase("Cache-Control: no-store")
        .containsIgnoringCase("X-Content-Type-Options: nosniff").endsWith("\r\n\r\n");
    assertThat(send("GET " + path, "Host: 127.0.0.2")).startsWith("HTTP/1.1 200").containsIgnoringCase("Cache-Control: no-store")
        .containsIgnoringCase("X-Content-Type-Options: nosniff").doesNotEndWith("\r\n\r\n");
    assertThat(send("POST " + path, "Host: 127.0.0.2", "Content-Length: 0")).startsWith("HTTP/1.1 405");
  }

  @Test
  void credentials_come_once() {
    assertThat(send("GET /", "Host: 127.0.0.2", "Authorization: Bearer a", "Authorization: Bearer a")).startsWith("HTTP/1.1 400")
        .contains("The Authorization header is repeated");
  }

  /** It needs no token, and must not cost the callers their processors. */
  @Test
  void many_who_ask_at_once_cause_few_renderings() {
    int rendered = RENDERED.get();
    int checked = CHECKED.get();
    long began = System.nanoTime();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    List<String> answers = Stream.concat(asked(client, "/metrics"), asked(client, "/health/ready")).toList().stream()
        .map(CompletableFuture::join).map(HttpResponse::body).toList();
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);

    assertThat(answers).allMatch(answer -> answer.startsWith("rendered ") || answer.contains("UP"));
    assertThat(RENDERED.get() - rendered).isBetween(1, (int) seconds + 2);
    assertThat(CHECKED.get() - checked).isBetween(1, 10 * ((int) seconds + 1) + 1);
  }

  private static Stream<CompletableFuture<HttpResponse<String>>> asked(HttpClient client, String path) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
    return Stream.generate(() -> client.sendAsync(request, BodyHandlers.ofString())).limit(300);
  }

  @Test
  void one_address_leaves_room_for_others() {
    assertThat(ConnectionLimits.ofAdmin(new AdminConfig("0.0.0.0", 0), Duration.ZERO).mostPerAddress()).isEqualTo(32);
    assertThat(ConnectionLimits.ofAdmin(new AdminConfig("127.0.0.2", 0), Duration.ZERO).mostPerAddress())
        .as("all clients have this address").isEqualTo(64);
  }
}
