package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis goes away and comes back: nothing is let through unchecked, and nobody restarts anything. */
@Timeout(180)
class OutageIT {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "tenants": { "open": { "anonymous": { "tools": "*" } }, "rated": { "anonymous": { "tools": "*", "rate": "9/1h" } } } }
      """).plugin("demo", "math").plugin("open", "math").plugin("rated", "math");

  private static McpClient at(String path) {
    return McpClient.of(host.url() + path);
  }

  private static int ready() {
    return McpClient.of("http://127.0.0.1:" + host.adminPort() + "/health/ready").send("GET", null).status();
  }

  private static void assertUnavailable(McpClient.Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(503);
    assertThat(reply.code()).isEqualTo(503);
    assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
    assertThat(reply.message()).contains("Try again");
    assertThat(reply.header("WWW-Authenticate")).isNull();
  }

  @Test
  void an_outage_closes_and_its_end_opens() throws Exception {
    String key = host.key("demo", "tools", "*", "rate", "100/1h");
    McpClient client = at("/mcp").key(key);
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    assertThat(client.call("add", CALL).toolText()).isEqualTo("5");
    assertThat(ready()).isEqualTo(200);

    host.redis().stop();

    // The connection that brings news of keys and those that count calls end one after the other.
    eventually(() -> client.list().status(), 503);
    assertUnavailable(client.call("add", CALL));
    assertUnavailable(client.list());
    assertUnavailable(session.add(2, 3));
    assertUnavailable(client.send("GET", null));
    assertUnavailable(at("/sse").key(key).send("GET", null));
    assertUnavailable(at("/t/rated/mcp").call("add", CALL));
    assertThat(at("/t/open/mcp").call("add", CALL).toolText()).as("who has neither key nor limit").isEqualTo("5");
    assertThat(at("/mcp").key("gth_short").list().status()).as("what is refused without asking").isEqualTo(401);
    eventually(OutageIT::ready, 503);

    host.redis().start();

    // Each event loop has a connection of its own to get back, and so has readiness.
    eventually(() -> client.call("add", CALL).status(), 200);
    eventually(() -> session.add(2, 3).toolText(), "5");
    eventually(OutageIT::ready, 200);
  }
}
