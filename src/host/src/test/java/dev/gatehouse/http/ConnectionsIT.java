package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections have bounds in total and by key. */
class ConnectionsIT {

  private static final int MOST = 12;

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "http": { "port": 0, "maxConnections": %d, "maxConnectionsPerKey": 3, "headTimeout": "1h" } }
      """.formatted(MOST)).plugin("demo", "math");

  private final List<RawConnection> connections = new ArrayList<>();

  @AfterEach
  void close_all() throws InterruptedException {
    connections.forEach(RawConnection::close);
    eventually(() -> Wire.metric(host, "gatehouse_connections") == 0);
  }

  private RawConnection open(String text) {
    RawConnection connection = RawConnection.open(host.url(), text);
    connections.add(connection);
    return connection;
  }

  private RawConnection letIn(String key) {
    RawConnection connection = open(Wire.list(key));
    assertThat(connection.answer()).startsWith("HTTP/1.1 200");
    return connection;
  }

  @Test
  void half_sent_requests_make_room_for_a_newcomer() {
    String key = host.key("demo", "tools", "*");
    for (int i = 0; i < 3 * MOST; i++) {
      open("POST /mcp HTTP/1.1\r\nHost: localhost\r\n");
    }

    letIn(key);

    assertThat(Wire.metric(host, "gatehouse_connections_displaced_total")).isGreaterThanOrEqualTo(2 * MOST);
  }

  @Test
  void where_all_carry_callers_a_newcomer_is_closed_at_once() {
    for (int i = 0; i < MOST / 3; i++) {
      String key = host.key("demo", "tools", "*");
      for (int j = 0; j < 3; j++) {
        letIn(key);
      }
    }
    double before = Wire.metric(host, "gatehouse_connections_refused_total");

    assertThat(open("GET /mcp HTTP/1.1\r\nHost: localhost\r\n\r\n").rest()).isEmpty();

    assertThat(Wire.metric(host, "gatehouse_connections_refused_total")).isEqualTo(before + 1);
  }

  @Test
  void a_key_has_so_many_and_is_told_so() throws InterruptedException {
    String key = host.key("demo", "tools", "*");
    RawConnection first = letIn(key);
    letIn(key);
    letIn(key);

    RawConnection fourth = open(Wire.list(key));
    assertThat(fourth.answer()).startsWith("HTTP/1.1 429").containsIgnoringCase("Retry-After: 1").contains("as many connections");
    assertThat(open(Wire.list(host.key("demo", "tools", "*"))).answer()).as("another key").startsWith("HTTP/1.1 200");

    first.close();
    eventually(() -> open(Wire.list(key)).answer().startsWith("HTTP/1.1 200"));
  }
}
