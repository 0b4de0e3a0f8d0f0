package dev.gatehouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.rpc.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The queries of the console against a whole host. */
@Timeout(180)
class ConsoleIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math").plugin("acme", "math");

  private static HttpResponse<String> get(String query, String... parameters) throws Exception {
    StringBuilder url = new StringBuilder("http://127.0.0.1:" + host.adminPort() + "/console/api/" + query + "?");
    for (int i = 0; i < parameters.length; i += 2) {
      url.append(parameters[i]).append('=').append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8)).append('&');
    }
    return HTTP.send(HttpRequest.newBuilder(URI.create(url.toString())).build(), BodyHandlers.ofString());
  }

  private static JsonNode ask(String query, String... parameters) throws Exception {
    HttpResponse<String> answer = get(query, parameters);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.read(answer.body());
  }

  private static String refusal(String query, String... parameters) throws Exception {
    return refusal(400, query, parameters);
  }

  private static String refusal(int status, String query, String... parameters) throws Exception {
    HttpResponse<String> answer = get(query, parameters);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return Json.read(answer.body()).path("error").asText();
  }

  private static McpClient client(String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  private static void add(String key) {
    assertThat(client(key).call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
  }

  @FunctionalInterface
  private interface Check {
    void holds() throws Exception;
  }

  /** Waits for what comes true in a while, however slow the machine is. */
  private static void eventually(Check check) throws Exception {
    for (long end = System.nanoTime() + 60_000_000_000L;;) {
      try {
        check.holds();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  @Test
  void tenants_are_shown_with_their_plugins_and_tools_as_a_model_sees_them() throws Exception {
    JsonNode tenants = ask("tenants");
    assertThat(tenants.path("tenants").findValuesAsText("name")).contains("acme", "demo", "math");
    JsonNode plugin = ask("tenants", "q", "dem").path("tenants").path(0).path("plugins").path(0);
    assertThat(plugin.path("state").asText()).isEqualTo("served");
    assertThat(plugin.path("jars").path(0).path("sha256").asText()).matches("[0-9a-f]{12}");
    assertThat(plugin.path("serves").path("tools").asInt()).isEqualTo(2);

    String key = host.key("demo", "tools", "add");
    JsonNode listed = Json.read(client(key).list().text()).path("result").path("tools").path(0);
    JsonNode shown = ask("features", "tenant", "demo", "plugin", "math").path("features").path(0).path("listed");
    assertThat(shown.path("name").asText()).isEqualTo("add");
    assertThat(shown.path("inputSchema")).isEqualTo(listed.path("inputSchema"));
    assertThat(shown.path("description")).isEqualTo(listed.path("description"));
    assertThat(refusal(404, "features", "tenant", "nobody")).contains("nobody");
    assertThat(ask("tenants", "name", "demo").path("tenants").findValuesAsText("name")).contains("demo").doesNotContain("acme");
    assertThat(ask("tenants", "name", "dem").path("total").asInt()).isZero();
  }

  @Test
  void calls_show_in_the_history_within_seconds() throws Exception {
    String key = host.key("demo", "tools", "add");
    ask("calls");
    eventually(() -> {
      add(key);
      JsonNode series = ask("calls", "tenant", "demo").path("series");
      assertThat(series.path("calls")).anyMatch(rate -> rate.asDouble() > 0);
      assertThat(ask("calls", "tenant", "demo").path("counts").path("calls").asLong()).isPositive();
      assertThat(series.path("p95")).anyMatch(JsonNode::isNumber);
      assertThat(series.path("t").size()).isEqualTo(series.path("refused").size());
    });
    assertThat(ask("calls", "span", "day", "tenant", "none").path("series").path("t")).isEmpty();
    assertThat(ask("host").path("open").path("connections").asInt()).isPositive();
  }

  @Test
  void a_key_is_found_and_shown_with_what_is_left_and_without_its_secrets() throws Exception {
    String key =
        host.key("demo", "tools", "add", "owner", "finder", "name", "laptop", "rate", "7/1h", "quota", "50/1d", "concurrency", "3");
    String id = TestHost.idOf(key);
    add(key);
    add(key);

    assertThat(ask("keys", "q", "FINDER", "tenant", "demo").path("keys").findValuesAsText("id")).containsExactly(id);
    assertThat(ask("keys", "q", "finder", "tenant", "acme").path("keys")).isEmpty();
    assertThat(ask("keys", "q", "finder", "status", "revoked").path("keys")).isEmpty();
    JsonNode shown = ask("key", "id", id);
    assertThat(shown.path("status").asText()).isEqualTo("active");
    assertThat(shown.path("left").path("counted").findValuesAsText("left")).containsExactly("5", "48");
    assertThat(shown.path("left").path("concurrency").path(0).path("most").asInt()).isEqualTo(3);
    assertThat(shown.path("lines").findValuesAsText("line")).contains("redis-cli SADD mcp:revoked " + id,
        "redis-cli HSET mcp:key:" + id + " status disabled", "redis-cli SADD mcp:revoked owner:demo:finder");
    assertThat(shown.toString()).doesNotContain("salt", "hash", key.split("_")[2]);
    assertThat(refusal(404, "key", "id", "000000000000")).contains("no key");
    assertThat(refusal("key", "id", "../x")).startsWith("id must be the id of a key");
    assertThat(refusal("explain", "key", "../x", "tool", "add")).startsWith("key must be the id of a key");
    assertThat(refusal("keys", "q", key)).contains("belongs in no URL").doesNotContain(key.split("_")[2]);
    assertThat(refusal("keys", "status", "odd")).startsWith("status must be one of [active, ");
    assertThat(refusal("keys", "from", "odd")).startsWith("from is no place");
    assertThat(refusal("audit", "tenant", "demo", "from", "odd")).startsWith("from is no place");
  }

  @Test
  void more_keys_than_fit_a_page_are_all_found_once() throws Exception {
    for (int i = 0; i < 130; i++) {
      host.key("acme", "tools", "add", "owner", "many");
    }
    var ids = new java.util.ArrayList<String>();
    String from = "";
    do {
      JsonNode page = ask("keys", "tenant", "acme", "owner", "many", "from", from);
      assertThat(page.path("keys").size()).isLessThanOrEqualTo(100);
      ids.addAll(page.path("keys").findValuesAsText("id"));
      from = page.path("next").asText("");
    } while (!from.isEmpty() && !from.equals("null"));
    assertThat(ids).hasSizeGreaterThanOrEqualTo(130);
    assertThat(new java.util.HashSet<>(ids)).hasSize(130);
  }

  @Test
  void a_revoked_key_is_shown_so_and_how_to_take_it_back() throws Exception {
    String id = TestHost.idOf(host.key("demo", "tools", "add", "owner", "leaver"));
    host.redis().cli("SADD", "mcp:revoked", "owner:demo:leaver");
    JsonNode shown = ask("key", "id", id);
    assertThat(shown.path("status").asText()).isEqualTo("revoked");
    assertThat(shown.path("left")).isEmpty();
    assertThat(shown.path("lines").path(0).path("line").asText()).isEqualTo("redis-cli SREM mcp:revoked owner:demo:leaver");
  }

  @Test
  void each_revocation_and_status_that_closes_a_key_has_its_line() throws Exception {
    String id = TestHost.idOf(host.key("shut", "tools", "add", "owner", "twice"));
    host.redis().cli("SADD", "mcp:revoked", "owner:shut:twice", "tenant:shut");
    host.redis().cli("HSET", "mcp:tenant:shut", "status", "disabled");
    host.redis().cli("HSET", "mcp:owner:shut:twice", "status", "disabled");
    JsonNode shown = ask("key", "id", id);
    assertThat(shown.path("lines").findValuesAsText("line")).containsExactly("redis-cli SREM mcp:revoked owner:shut:twice",
        "redis-cli SREM mcp:revoked tenant:shut", "redis-cli HSET mcp:owner:shut:twice status active",
        "redis-cli HSET mcp:tenant:shut status active");

    host.redis().cli("SREM", "mcp:revoked", "owner:shut:twice", "tenant:shut");
    assertThat(ask("key", "id", id).path("lines").findValuesAsText("title")).containsExactly("Revoke the key", "Enable the owner",
        "Enable the tenant", "Revoke everything of twice");
  }

  /** A rotation copies status and end, so the new key would be refused as well. */
  @ParameterizedTest
  @CsvSource({"rate, lots, unreadable", "status, disabled, disabled", "exp, 1000000000, expired", "tools, add, active"})
  void a_key_is_rotated_while_it_is_active(String field, String value, String status) throws Exception {
    String id = TestHost.idOf(host.key("demo", "tools", "add"));
    host.redis().cli("HSET", "mcp:key:" + id, field, value);
    JsonNode shown = ask("key", "id", id);
    assertThat(shown.path("status").asText()).isEqualTo(status);
    assertThat(shown.path("lines").findValuesAsText("title").contains("Rotate the key")).isEqualTo(status.equals("active"));
    assertThat(shown.path("lines").findValuesAsText("title")).contains("Revoke the key");
  }

  @Test
  void an_opaque_key_says_what_audit_calls_it() throws Exception {
    String id = "0123456789abcdef01234567";
    host.redis().cli("HSET", "mcp:key:" + id, "tenant", "demo", "salt", "00", "hash", "0".repeat(64), "tools", "add");
    assertThat(ask("key", "id", id).path("shown").asText()).isEqualTo("01234567");
    String other = TestHost.idOf(host.key("demo", "tools", "add"));
    assertThat(ask("key", "id", other).path("shown").asText()).isEqualTo(other);
  }

  @Test
  void ceilings_that_cut_a_key_are_shown_and_others_are_not() throws Exception {
    String id = TestHost.idOf(host.key("cutting", "tools", "math_*", "owner", "ann"));
    host.redis().cli("HSET", "mcp:tenant:cutting", "tools", "* !math_div");
    host.redis().cli("HSET", "mcp:owner:cutting:ann", "tools", "math_*");
    assertThat(ask("key", "id", id).path("cuts")).singleElement().satisfies(cut -> {
      assertThat(cut.path("record").asText() + " " + cut.path("field").asText()).isEqualTo("tenant 'cutting' tools");
      assertThat(cut.path("patterns").asText()).isEqualTo("* !math_div");
    });
  }

  @Test
  void a_redis_of_ones_own_is_named_once() throws Exception {
    String id = TestHost.idOf(host.key("demo", "tools", "add"));
    assertThat(ask("key", "id", id).path("hint").asText()).contains("this Redis: ", "127.0.0.1:");
    assertThat(ask("tenant", "tenant", "demo").path("hint").asText()).contains("127.0.0.1:");
  }

  @Test
  void a_change_is_a_line_or_a_sentence_that_says_what_is_wrong() throws Exception {
    String id = TestHost.idOf(host.key("demo", "tools", "add"));
    JsonNode changes = ask("changes", "id", id, "tools", "add !math*", "rate", "lots", "quota", "5/1d", "expires", "2d");
    assertThat(changes.path("tools").path("line").asText()).isEqualTo("redis-cli HSET mcp:key:" + id + " tools 'add !math*'");
    assertThat(changes.path("rate").path("fault").asText()).isNotEmpty();
    assertThat(changes.path("quota").path("line").asText()).endsWith(" quota 5/1d");
    assertThat(changes.path("expires").path("line").asText()).matches("redis-cli HSET mcp:key:" + id + " exp \\d{10}");
    assertThat(ask("changes", "id", id, "clear", "rate quota hash").findValuesAsText("line"))
        .containsExactly("redis-cli HDEL mcp:key:" + id + " rate", "redis-cli HDEL mcp:key:" + id + " quota");
    assertThat(ask("changes", "tenant", "demo", "tools", "* !subtract").path("tools").path("line").asText())
        .isEqualTo("redis-cli HSET mcp:tenant:demo tools '* !subtract'");
    assertThat(ask("tenant", "tenant", "demo").path("lines").findValuesAsText("line"))
        .contains("redis-cli HSET mcp:tenant:demo status disabled");
    for (String query : List.of("tenant", "changes", "audit", "refusals")) {
      assertThat(refusal(query, "tenant", "a b")).startsWith("tenant must be a name");
    }
  }

  @Test
  void the_audit_is_filtered_and_explain_gives_the_rule() throws Exception {
    String key = host.key("demo", "tools", "add", "owner", "caller");
    String id = TestHost.idOf(key);
    add(key);
    assertThat(client(key).call("subtract", "{\"a\": 2, \"b\": 3}").status()).isEqualTo(403);

    eventually(() -> {
      assertThat(ask("audit", "tenant", "demo", "owner", "caller", "minutes", "60").path("calls")).singleElement()
          .satisfies(call -> assertThat(call.path("name").asText() + " " + call.path("key").asText() + " " + call.path("outcome").asText())
              .isEqualTo("add " + id + " ok"));
      assertThat(ask("refusals", "tenant", "demo", "owner", "caller").path("refusals")).singleElement()
          .satisfies(refusal -> assertThat(refusal.path("outcome").asText() + " " + refusal.path("name").asText())
              .isEqualTo("forbidden subtract"));
    });
    assertThat(ask("audit", "tenant", "demo", "owner", "caller", "name", "sub*").path("calls")).isEmpty();
    assertThat(refusal("audit")).contains("tenant is missing");
    assertThat(refusal("refusals", "day", "today")).contains("date");

    assertThat(ask("explain", "key", id, "tool", "add").path("lines").path(0).asText()).startsWith("allowed: ");
    JsonNode denied = ask("explain", "key", id, "tool", "subtract");
    assertThat(denied.path("allowed").asBoolean()).isFalse();
    assertThat(denied.path("lines").path(0).asText()).startsWith("denied: ");
  }

  @Test
  void sessions_and_streams_are_shown_by_their_keys_and_never_by_their_ids() throws Exception {
    String key = host.key("demo", "tools", "add");
    HttpResponse<String> opened = HTTP.send(HttpRequest.newBuilder(URI.create(host.url() + "/mcp")).header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json").header("Accept", "application/json, text/event-stream")
        .POST(HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
            + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"))
        .build(), BodyHandlers.ofString());
    String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();

    JsonNode open = ask("open", "tenant", "demo");
    assertThat(open.path("sessionList")).anySatisfy(one -> {
      assertThat(one.path("keys").path(0).asText()).isEqualTo(TestHost.idOf(key));
      assertThat(one.path("revision").asText()).isEqualTo("2025-06-18");
    });
    assertThat(open.toString()).doesNotContain(session);
    assertThat(open.path("sessions").asInt()).isEqualTo(open.path("sessionList").size());
    JsonNode other = ask("open", "tenant", "acme");
    assertThat(other.path("sessionList")).isEmpty();
    assertThat(other.path("sessions").asInt()).isZero();
    assertThat(ask("open").path("sessions").asInt()).isPositive();
  }
}
