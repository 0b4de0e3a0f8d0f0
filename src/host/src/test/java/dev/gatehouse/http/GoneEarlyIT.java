package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that goes away while its key is being looked up leaves nothing behind: no memory, no session, no stream. */
@Timeout(120)
class GoneEarlyIT {

  private static final String LISTEN = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{\"_meta\":{"
      + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}},"
      + "\"notifications\":{\"toolsListChanged\":true}}}";

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static String request(String kind, String key) {
    String head = (kind.equals("sse") ? "GET /sse" : "POST /mcp") + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key + "\r\n";
    return head + switch (kind) {
      case "sse" -> "Accept: text/event-stream\r\n\r\n";
      case "half a body" -> "Content-Type: application/json\r\nContent-Length: 500000\r\n\r\n{";
      default -> "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\n"
          + "Mcp-Method: subscriptions/listen\r\nContent-Length: " + LISTEN.length() + "\r\n\r\n" + LISTEN;
    };
  }

  private static List<String> held() {
    return McpClient.of("http://127.0.0.1:" + host.adminPort() + "/metrics").send("GET", null).text().lines()
        .filter(line -> line.startsWith("gatehouse_tenant_memory_held{") || line.startsWith("gatehouse_subscriptions ")
            || line.startsWith("gatehouse_sessions{"))
        .filter(line -> !line.endsWith(" 0.0")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"half a body", "listen", "sse"})
  void nothing_is_held_for_a_client_that_left_before_it_was_let_in(String kind) throws InterruptedException {
    String key = host.key("demo", "tools", "*");
    host.redis().cli("CLIENT", "PAUSE", "700", "ALL");
    List<RawConnection> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(RawConnection.open(host.url(), request(kind, key)));
    }
    Thread.sleep(200);
    clients.forEach(RawConnection::close);
    host.redis().cli("PING");
    eventually(() -> McpClient.of(host.url() + "/mcp").key(key).list().status(), 200);
    // No longer, or a keep-alive that fails would free it as well.
    for (int i = 0; i == 0 || i < 4 && !held().isEmpty(); i++) {
      Thread.sleep(500);
    }
    assertThat(held()).isEmpty();
  }
}
