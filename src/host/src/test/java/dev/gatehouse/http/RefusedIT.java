package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.SameDay;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to use something is in the audit, and who is refused a lot is slowed and slows nobody else. */
@Timeout(180)
@ExtendWith(SameDay.class)
class RefusedIT {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";
  private static final int FLOOD = 300;

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "tenants": { "open": { "anonymous": { "tools": "add" } } } }
      """).plugin("demo", "math").plugin("open", "math")
      .jar("demo", Path.of(System.getProperty("gatehouse.root"), "src", "plugins", "everything", "target", "everything.jar"));

  private static McpClient with(String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  private static McpClient.Reply ask(String key, String method, String params) {
    try {
      ObjectNode json = (ObjectNode) Json.mapper().readTree(params.replace('\'', '"'));
      String name = json.path(method.equals("resources/read") ? "uri" : "name").textValue();
      return (name == null ? with(key) : with(key).header("Mcp-Name", name)).request(method, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String audit() {
    return host.redis().cli("XRANGE", "mcp:audit:{demo}", "-", "+").replace('\n', ' ');
  }

  private static String refused(String tenant) {
    return host.redis().cli("HGETALL", "mcp:refused:{" + tenant + "}:" + LocalDate.now(ZoneOffset.UTC)).replace('\t', ' ');
  }

  private static String usage(String key, String field) {
    return host.redis().cli("HGET", "mcp:usage:{demo}:" + TestHost.idOf(key) + ':' + LocalDate.now(ZoneOffset.UTC), field);
  }

  private static String metrics() {
    return McpClient.of("http://127.0.0.1:" + host.adminPort() + "/metrics").send("GET", null).text();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "prompts/get         | {'name': 'test_simple_prompt'}           | prompt   | test_simple_prompt       | test_simple_prompt",
      "resources/read      | {'uri': 'test://static-text'}            | resource | test://static-text       | test://static-text",
      "resources/read      | {'uri': 'test://template/7/data'}        | resource | test://template/7/data   | test://template/{id}/data",
      "completion/complete | {'ref': {'type': 'ref/prompt', 'name': 'test_prompt_with_arguments'}, 'argument': {'name': 'arg1', 'value': 't'}}"
          + "              | prompt   | test_prompt_with_arguments | test_prompt_with_arguments",
      "completion/complete | {'ref': {'type': 'ref/resource', 'uri': 'test://template/{id}/data'}, 'argument': {'name': 'id', 'value': '1'}}"
          + "              | resource | test://template/{id}/data  | test://template/{id}/data"})
  void what_is_used_is_entered_counted_and_measured_granted_or_refused(String method, String params, String kind, String name,
      String served)
      throws InterruptedException {
    String key = host.key("demo", "prompts", "*", "resources", "*", "owner", "ann");
    assertThat(ask(key, method, params).json().has("result")).isTrue();
    eventually(() -> audit().contains("key " + TestHost.idOf(key) + " owner ann " + kind + ' ' + name + " outcome ok reason - ms "));
    assertThat(audit()).containsPattern(TestHost.idOf(key) + "[^|]* policy [0-9a-f]{8} method " + method);
    assertThat(usage(key, "calls")).isEqualTo("1");
    assertThat(usage(key, kind + ':' + served)).isEqualTo("1");
    assertThat(metrics()).contains("gatehouse_calls_seconds_count{method=\"" + method
        + "\",outcome=\"ok\",plugin=\"everything\",reason=\"-\",tenant=\"demo\",tool=\"-\"}");

    String without = host.key("demo", "tools", "*");
    assertThat(ask(without, method, params).code()).isEqualTo(403);
    eventually(() -> refused("demo").contains(
        TestHost.idOf(without) + " - " + method + ' ' + name + " forbidden no grant in " + kind + "s of the key\n1 "));
    assertThat(usage(without, "denied")).isEqualTo("1");
    assertThat(metrics()).contains("gatehouse_calls_seconds_count{method=\"" + method
        + "\",outcome=\"forbidden\",plugin=\"-\",reason=\"-\",tenant=\"demo\",tool=\"-\"}");
  }

  @Test
  void what_is_not_there_is_entered_too() throws InterruptedException {
    String key = host.key("demo", "prompts", "*", "resources", "*");
    ask(key, "prompts/get", "{'name': 'made_up'}");
    ask(key, "resources/read", "{'uri': 'test://made/up'}");
    ask(key, "resources/read", "{'uri': 'test://template/unknown/data'}");
    eventually(() -> refused("demo").contains(TestHost.idOf(key) + " - prompts/get made_up invalid invalid params\n1 ")
        && refused("demo").contains(TestHost.idOf(key) + " - resources/read test://made/up invalid not found\n1 ")
        && refused("demo").contains(TestHost.idOf(key) + " - resources/read test://template/unknown/data invalid not found\n1 "));
  }

  private static long slowed(McpClient client, String tool) {
    long slowed = 0;
    for (int i = 0; i < FLOOD; i++) {
      McpClient.Reply reply = client.call(tool, CALL);
      if (reply.code() == 429) {
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.message()).startsWith("Too many requests of this caller were refused.");
        slowed++;
      }
    }
    return slowed;
  }

  @ParameterizedTest
  @CsvSource({"add, subtract", "*, made_up"})
  void a_key_that_is_refused_a_lot_is_slowed_and_what_it_may_do_is_not(String tools, String refused) throws InterruptedException {
    String key = host.key("demo", "tools", tools);
    String neighbour = host.key("demo", "tools", tools);

    assertThat(slowed(with(key), refused)).isPositive();
    assertThat(with(key).call("add", CALL).toolText()).isEqualTo("5");
    assertThat(slowed(with(neighbour), "add")).isZero();
    assertThat(with(neighbour).call(refused, CALL).code()).isNotEqualTo(429);
    String line = TestHost.idOf(key) + " - tools/call " + refused + ' ';
    eventually(() -> refused("demo").lines().anyMatch(one -> one.startsWith(line)) && refused("demo").contains("\n" + FLOOD + " "));
    assertThat(audit()).contains("key " + TestHost.idOf(key) + " owner - tool add outcome ok");
  }

  @Test
  void an_address_without_a_key_alike() {
    McpClient open = McpClient.of(host.url() + "/t/open/mcp");
    assertThat(slowed(open, "subtract")).isPositive();
    assertThat(open.call("add", CALL).toolText()).isEqualTo("5");
  }

  /** Always 401: whoever holds such a key must learn that waiting does not help. */
  @Test
  void a_revoked_key_and_a_limited_one_are_a_line_each() throws InterruptedException {
    String revoked = host.key("demo", "tools", "add");
    host.redis().cli("SADD", "mcp:revoked", TestHost.idOf(revoked));
    eventually(() -> with(revoked).call("add", CALL).status() == 401);
    String limited = host.key("demo", "tools", "add", "rate", "1/1h");
    with(limited).call("add", CALL);
    for (int i = 0; i < FLOOD; i++) {
      assertThat(with(revoked).call("add", CALL).status()).isEqualTo(401);
      assertThat(with(limited).call("add", CALL).status()).isEqualTo(429);
    }
    eventually(() -> refused("demo").contains(TestHost.idOf(revoked) + " - - - refused revoked by its id\n" + (FLOOD + 1) + " ")
        && refused("demo").contains(TestHost.idOf(limited) + " - tools/call add limited 1/1h of this key\n" + FLOOD + " "));
    assertThat(audit()).doesNotContain(TestHost.idOf(revoked));
  }

  @Test
  void what_is_lost_and_near_its_bound_is_shown() {
    McpClient.Reply ready = McpClient.of("http://127.0.0.1:" + host.adminPort() + "/health/ready").send("GET", null);
    assertThat(ready.text()).contains("\"lost\":0").contains("\"maxBytes\":268435456").contains("\"nearBound\":{}");
  }
}
