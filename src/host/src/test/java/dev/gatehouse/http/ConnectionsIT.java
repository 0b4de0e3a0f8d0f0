package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections have bounds, and so has the time until a caller is let in on one. */
class ConnectionsIT {

  private static final int MOST = 12;

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "http": { "port": 0, "maxConnections": %d, "maxConnectionsPerKey": 3, "headTimeout": "1s" } }
      """.formatted(MOST)).plugin("demo", "math");

  private final List<RawConnection> connections = new ArrayList<>();

  @AfterEach
  void close_all() throws InterruptedException {
    connections.forEach(RawConnection::close);
    eventually(() -> metric("gatehouse_connections") == 0);
  }

  private RawConnection open(String text) {
    RawConnection connection = RawConnection.open(host.url(), text);
    connections.add(connection);
    return connection;
  }

  private static double metric(String name) {
    String text = McpClient.of("http://127.0.0.1:" + host.adminPort() + "/metrics").send("GET", null).text();
    return text.lines().filter(line -> line.startsWith(name + " ")).mapToDouble(line -> Double.parseDouble(line.split(" ")[1])).sum();
  }

  private static String list(String key) {
    String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    return "POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key + "\r\nContent-Type: application/json\r\n"
        + "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/list\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private RawConnection letIn(String key) {
    RawConnection connection = open(list(key));
    assertThat(connection.answer()).startsWith("HTTP/1.1 200");
    return connection;
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "",
      "G",
      "PRI * HTTP/2.0\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
      "POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: 1",
      "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n{",
      "POST /mcp HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
      "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"})
  void one_on_which_no_caller_is_let_in_is_closed(String text) {
    double before = metric("gatehouse_connections_late");

    open(text).rest();

    assertThat(metric("gatehouse_connections_late")).isEqualTo(before + 1);
  }

  @Test
  void bytes_that_trickle_do_not_prolong_it() throws InterruptedException {
    RawConnection connection = open("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n");
    Thread trickle = new Thread(() -> {
      while (!Thread.currentThread().isInterrupted()) {
        connection.send(" ");
        try {
          Thread.sleep(50);
        } catch (InterruptedException e) {
          return;
        }
      }
    });
    trickle.start();

    assertThat(connection.rest()).contains("401");

    trickle.interrupt();
    trickle.join();
  }

  @Test
  void one_on_which_a_caller_was_let_in_stays() throws InterruptedException {
    String key = host.key("demo", "tools", "*");
    RawConnection connection = letIn(key);

    Thread.sleep(2_500);

    connection.send(list(key));
    assertThat(connection.answer()).startsWith("HTTP/1.1 200");
  }

  @Test
  void half_sent_requests_make_room_for_a_newcomer() {
    String key = host.key("demo", "tools", "*");
    for (int i = 0; i < 3 * MOST; i++) {
      open("POST /mcp HTTP/1.1\r\nHost: localhost\r\n");
    }

    letIn(key);

    assertThat(metric("gatehouse_connections_displaced")).isGreaterThanOrEqualTo(2 * MOST);
  }

  @Test
  void where_all_carry_callers_a_newcomer_is_closed_at_once() {
    for (int i = 0; i < MOST / 3; i++) {
      String key = host.key("demo", "tools", "*");
      for (int j = 0; j < 3; j++) {
        letIn(key);
      }
    }
    double before = metric("gatehouse_connections_refused");

    assertThat(open("GET /mcp HTTP/1.1\r\nHost: localhost\r\n\r\n").rest()).isEmpty();

    assertThat(metric("gatehouse_connections_refused")).isEqualTo(before + 1);
  }

  @Test
  void a_key_has_so_many_and_is_told_so() throws InterruptedException {
    String key = host.key("demo", "tools", "*");
    RawConnection first = letIn(key);
    letIn(key);
    letIn(key);

    RawConnection fourth = open(list(key));
    assertThat(fourth.answer()).startsWith("HTTP/1.1 429").containsIgnoringCase("Retry-After: 1").contains("as many connections");
    assertThat(open(list(host.key("demo", "tools", "*"))).answer()).as("another key").startsWith("HTTP/1.1 200");

    first.close();
    eventually(() -> open(list(key)).answer().startsWith("HTTP/1.1 200"));
  }
}
