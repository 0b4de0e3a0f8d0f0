package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused keeps its connection only where the next request on it is sure to be one. */
class PersistenceIT {

  /** So that nothing but the answer closes a connection. */
  @RegisterExtension
  static final TestHost host = new TestHost("{ \"http\": { \"port\": 0, \"headTimeout\": \"1h\" } }").plugin("demo", "math");

  private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private static String key() {
    return "Authorization: Bearer " + host.key("demo", "tools", "*") + "\r\n";
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "POST /mcp       | Content-Length: 100000          | 401",
      "POST /mcp       | Transfer-Encoding: chunked      | 401",
      "POST /mcp       | Content-Length: 10              | 401",
      "POST /elsewhere | Content-Length: 100000          | 404",
      "GET /mcp        | Content-Length: 100000          | 401"})
  void a_body_that_nobody_waits_for_does_not_hold_its_connection(String line, String header, int status) {
    try (RawConnection connection = RawConnection.open(host.url(), line + HEAD + header + "\r\n\r\n")) {
      assertThat(connection.rest()).startsWith("HTTP/1.1 " + status);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "POST /mcp   | Content-Length: 2000000       | 413",
      "PUT /mcp    | Transfer-Encoding: chunked    | 405",
      "DELETE /mcp | Transfer-Encoding: chunked    | 405",
      "DELETE /mcp | Content-Length: 10            | 405"})
  void with_a_key_neither(String line, String header, int status) {
    try (RawConnection connection = RawConnection.open(host.url(), line + HEAD + key() + header + "\r\n\r\n")) {
      assertThat(connection.rest()).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void a_short_body_that_comes_lets_it_persist() throws InterruptedException {
    try (RawConnection connection = RawConnection.open(host.url(), "POST /mcp" + HEAD + "Content-Length: 2\r\n\r\n{}")) {
      assertThat(connection.answer()).startsWith("HTTP/1.1 401").doesNotContainIgnoringCase("connection: close");

      Thread.sleep(2_500);

      connection.send("GET /mcp" + HEAD + "\r\n");
      assertThat(connection.answer()).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void a_long_one_is_told_not_to_be_sent() {
    try (RawConnection connection = RawConnection.open(host.url(), "POST /mcp" + HEAD + "Content-Length: 100000\r\n\r\n{}")) {
      assertThat(connection.answer()).startsWith("HTTP/1.1 401").containsIgnoringCase("connection: close");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "chunked, gzip", "gzip, chunked", "identity", "xchunked", "chunked\r\nTransfer-Encoding: chunked"})
  void what_is_framed_otherwise_is_the_last_of_its_connection(String coding) {
    try (RawConnection connection = RawConnection.open(host.url(), "POST /mcp" + HEAD + key() + "Transfer-Encoding: " + coding
        + "\r\n\r\n0\r\n\r\nGET /smuggled" + HEAD + "\r\n")) {
      String answers = connection.rest();

      assertThat(answers).matches("(?s)HTTP/1.1 (501|400) .*").doesNotContain("404");
      assertThat(answers.split("HTTP/1.1 ")).as(answers).hasSize(2);
    }
  }

  @Test
  void an_upgrade_to_a_web_socket_is_a_request_like_any_other() {
    try (RawConnection connection = RawConnection.open(host.url(), "GET /mcp" + HEAD + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")) {
      assertThat(connection.answer()).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void two_lengths_are_the_last_of_their_connection() {
    try (RawConnection connection = RawConnection.open(host.url(), "POST /mcp" + HEAD + key()
        + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /smuggled" + HEAD + "\r\n")) {
      assertThat(connection.rest()).doesNotContain("404").doesNotContain("HTTP/1.1 2");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Content-Encoding: gzip            | 415 | Content-Encoding",
      "Content-Encoding: identity, br    | 415 | Content-Encoding",
      "Expect: 200-ok                    | 417 | 100-continue"})
  void what_asks_for_more_than_the_host_does_is_told_so(String header, int status, String words) {
    try (RawConnection connection =
        RawConnection.open(host.url(), "POST /mcp" + HEAD + key() + header + "\r\nContent-Length: 2\r\n\r\n{}")) {
      assertThat(connection.answer()).startsWith("HTTP/1.1 " + status).contains(words);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Encoding: identity", "Transfer-Encoding: Chunked"})
  void what_means_nothing_passes(String header) {
    boolean chunked = header.startsWith("T");
    try (RawConnection connection = RawConnection.open(host.url(), "POST /mcp" + HEAD + key() + header + "\r\n"
        + (chunked ? "\r\n2\r\n{}\r\n0\r\n\r\n" : "Content-Length: 2\r\n\r\n{}"))) {
      assertThat(connection.answer()).startsWith("HTTP/1.1 400").contains("Mcp-Session-Id");
    }
  }

  @Test
  void a_client_that_asks_before_it_sends_is_told_to_go_on_or_not() {
    String expects = HEAD + "Expect: 100-continue\r\n";
    try (RawConnection good = RawConnection.open(host.url(), "POST /mcp" + expects + key() + "Content-Length: 2\r\n\r\n");
        RawConnection stranger = RawConnection.open(host.url(), "POST /mcp" + expects + "Content-Length: 2\r\n\r\n");
        RawConnection tooLong = RawConnection.open(host.url(), "POST /mcp" + expects + key() + "Content-Length: 2000000\r\n\r\n")) {
      assertThat(good.answer()).startsWith("HTTP/1.1 100");
      good.send("{}");
      assertThat(good.answer()).startsWith("HTTP/1.1 400");
      assertThat(stranger.answer()).startsWith("HTTP/1.1 401");
      assertThat(tooLong.answer()).startsWith("HTTP/1.1 413");
    }
  }

  /** What is written faster than it is read would fill the memory of the host, whether the caller has a key or not. */
  @ParameterizedTest
  @ValueSource(strings = {"key", "none", "admin"})
  void a_client_that_does_not_read_is_not_read_from(String caller) throws Exception {
    boolean admin = caller.equals("admin");
    int port = admin ? host.adminPort() : URI.create(host.url()).getPort();
    String request =
        "GET " + (admin ? "/console/console.css?" + "x".repeat(3_500) : "/mcp?" + "x".repeat(300)) + HEAD
            + (caller.equals("key") ? key() : "")
            + "\r\n";
    String initialize = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
        + "\"capabilities\":{},\"clientInfo\":{\"name\":\"a\",\"version\":\"1\"}}}";
    String last = admin ? request : "POST /mcp" + HEAD + key() + "Accept: application/json, text/event-stream\r\nContent-Length: "
        + initialize.length() + "\r\n\r\n" + initialize;
    int most = admin ? 3_000 : 40_000;
    AtomicInteger sent = new AtomicInteger();
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(64 * 1024);
      socket.setSendBufferSize(64 * 1024);
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      Thread writer = new Thread(() -> write(socket, request.repeat(100), most / 100, last, sent));
      writer.setDaemon(true);
      writer.start();
      for (int before = -1; before != sent.get();) {
        before = sent.get();
        Thread.sleep(1_000);
      }
      assertThat(sent.get()).as("it waits").isLessThan(most / 100);

      String status = "HTTP/1.1 " + (admin ? "200" : caller.equals("key") ? "405" : "401");
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      socket.setSoTimeout(60_000);
      for (int answers = 0; answers < most;) {
        answers += in.readLine().contains(status) ? 1 : 0;
      }
      String line = in.readLine();
      while (!line.contains("HTTP/1.1 ")) {
        line = in.readLine();
      }
      assertThat(line).as("a body that waited is whole").contains("HTTP/1.1 200");
    }
  }

  private static void write(Socket socket, String requests, int times, String last, AtomicInteger sent) {
    try {
      for (int i = 0; i < times; i++) {
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
        sent.incrementAndGet();
      }
      socket.getOutputStream().write(last.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // The test has ended.
    }
  }
}
