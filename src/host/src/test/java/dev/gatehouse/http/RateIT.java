package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits. Their periods are long enough that nothing comes back while a test runs. */
class RateIT {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "http": { "port": 0, "trustedProxies": ["127.0.0.0/8", "10.0.0.0/8"] },
        "tenants": { "open": { "anonymous": { "tools": "*", "rate": "2/1h" } } } }
      """).plugin("demo", "math").plugin("open", "math");

  private static McpClient with(String... fields) {
    return McpClient.of(host.url() + "/mcp")
        .key(host.key("demo", Stream.concat(Stream.of("tools", "* !never"), Stream.of(fields)).toArray(String[]::new)));
  }

  private static void assertAdmitted(McpClient client, String tool, int times) {
    for (int i = 0; i < times; i++) {
      McpClient.Reply reply = client.call(tool, CALL);
      assertThat(reply.status()).as("call %d: %s", i + 1, reply.text()).isEqualTo(200);
    }
  }

  private static void assertLimited(McpClient client, String tool) {
    assertThat(client.call(tool, CALL).status()).isEqualTo(429);
  }

  @Test
  void a_call_too_many_is_told_what_and_when() {
    McpClient client = with("rate", "2/1h");
    assertAdmitted(client, "add", 2);

    McpClient.Reply reply = client.call("add", CALL);

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.code()).isEqualTo(429);
    assertThat(reply.json().get("id").isIntegralNumber()).isTrue();
    int wait = Integer.parseInt(reply.header("Retry-After"));
    assertThat(wait).isBetween(1, 1800);
    assertThat(reply.header("RateLimit-Policy")).isEqualTo("\"key:2/1h\";q=2;w=3600");
    assertThat(reply.header("RateLimit")).matches("\"key:2/1h\";r=0;t=\\d+");
    assertThat(reply.message()).contains("2/1h").contains("'add'").contains(wait + " s");
    assertThat(reply.json().at("/error/data/retryAfterSeconds").intValue()).isEqualTo(wait);
    assertThat(reply.json().at("/error/data/limit").textValue()).isEqualTo("2/1h");
    assertThat(reply.json().at("/error/data/remaining").intValue()).isZero();
  }

  @Test
  void lists_and_calls_that_are_refused_spend_nothing() {
    McpClient client = with("rate", "2/1h");
    for (int i = 0; i < 3; i++) {
      assertThat(client.list().status()).isEqualTo(200);
      assertThat(client.request("server/discover", Json.object()).status()).isEqualTo(200);
      assertThat(client.call("never", CALL).status()).isEqualTo(403);
      assertThat(client.call("nothing", CALL).code()).isEqualTo(-32602);
      assertThat(client.header("Mcp-Name", "add").request("tools/call", Json.object().put("name", "subtract")).code()).isEqualTo(-32020);
    }

    assertAdmitted(client, "add", 2);
    assertLimited(client, "add");
    assertThat(client.list().status()).as("a list is never limited").isEqualTo(200);
  }

  @Test
  void a_pattern_has_a_rate_of_its_own() {
    McpClient client = with("rate.sub*", "1/1h");
    assertAdmitted(client, "subtract", 1);

    assertLimited(client, "subtract");
    assertAdmitted(client, "add", 3);
  }

  @Test
  void a_call_is_charged_to_every_rate_or_to_none() {
    McpClient client = with("rate", "3/1h", "rate.subtract", "1/1h");
    assertAdmitted(client, "subtract", 1);
    assertLimited(client, "subtract");
    assertLimited(client, "subtract");

    assertAdmitted(client, "add", 2);
    assertLimited(client, "add");
  }

  @Test
  void several_rates_in_one_field_all_hold() {
    McpClient client = with("rate", "5/1h 2/1d");
    assertAdmitted(client, "add", 2);

    McpClient.Reply reply = client.call("add", CALL);
    assertThat(reply.json().at("/error/data/limit").textValue()).isEqualTo("2/1d");
    assertThat(reply.header("RateLimit-Policy")).isEqualTo("\"key:5/1h\";q=5;w=3600, \"key:2/1d\";q=2;w=86400");
  }

  @Test
  void each_key_has_its_own() {
    McpClient one = with("rate", "1/1h");
    McpClient other = with("rate", "1/1h");
    assertAdmitted(one, "add", 1);
    assertLimited(one, "add");

    assertAdmitted(other, "add", 1);
  }

  @Test
  void keys_of_one_line_share_it() {
    String first = host.key("demo", "tools", "*", "rate", "2/1h");
    String second = host.key("demo", "tools", "*", "rate", "2/1h", "replaces", TestHost.idOf(first), "line", TestHost.idOf(first));
    McpClient mcp = McpClient.of(host.url() + "/mcp");
    assertAdmitted(mcp.key(first), "add", 1);
    assertAdmitted(mcp.key(second), "add", 1);

    assertLimited(mcp.key(first), "add");
    assertLimited(mcp.key(second), "add");
  }

  @Test
  void the_older_wire_says_it_on_200() {
    LegacyClient session = LegacyClient.open(with("rate", "1/1h"), "2025-11-25");
    assertThat(session.add(2, 3).toolText()).isEqualTo("5");
    assertThat(session.list().status()).isEqualTo(200);

    McpClient.Reply reply = session.add(2, 3);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.code()).isEqualTo(429);
    assertThat(reply.message()).contains("1/1h").contains("'add'");
    assertThat(reply.header("Retry-After")).isEqualTo("" + reply.json().at("/error/data/retryAfterSeconds").intValue());
  }

  @Test
  void callers_without_a_key_are_counted_by_their_address() {
    McpClient open = McpClient.of(host.url() + "/t/open/mcp");
    McpClient one = open.header("X-Forwarded-For", "192.0.2.1");
    assertAdmitted(one, "add", 2);
    assertLimited(one, "add");

    assertAdmitted(open.header("X-Forwarded-For", "192.0.2.2"), "add", 2);
    assertAdmitted(open, "add", 2);
    assertLimited(open, "add");
  }

  @Test
  void what_a_client_writes_itself_does_not_count() {
    McpClient open = McpClient.of(host.url() + "/t/open/mcp");
    assertAdmitted(open.header("X-Forwarded-For", "198.51.100.1, 192.0.2.3"), "add", 1);
    assertAdmitted(open.header("X-Forwarded-For", "198.51.100.2, 192.0.2.3, 10.1.2.3"), "add", 1);

    assertLimited(open.header("X-Forwarded-For", "198.51.100.3,192.0.2.3:4711, 127.0.0.9"), "add");
  }
}
