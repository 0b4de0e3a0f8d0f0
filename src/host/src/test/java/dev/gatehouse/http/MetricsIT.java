package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.LogOf;
import dev.gatehouse.TestHost;
import dev.gatehouse.feature.FeatureVerticle;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Prometheus reads on the admin port, and how a failure is found again in log and audit. */
@Timeout(180)
class MetricsIT {

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "tenants": { "shop": { "calls": { "tools": { "slow": { "timeout": "100ms" }, "large": { "maxResult": "1KiB" } } } } } }
      """).plugin("demo", "math").jar("shop", shop());

  private static Path shop() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), "shop", PluginJars.plugin("""
          @Tool public String slow() throws Exception { Thread.sleep(60_000); return ""; }
          @Tool public String large() { return "x".repeat(10_000); }
          @Tool public String broken() { throw new IllegalStateException("inside"); }
          @Tool public String crash() { throw new IllegalStateException("inside"); }
          @Tool public String says_no() { throw new ToolCallException("no"); }
          @Tool public String typed(int n) { return ""; }
          @Tool public String fine() { return ""; }
          """));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String metrics() {
    McpClient.Reply reply = McpClient.of("http://127.0.0.1:" + host.adminPort() + "/metrics").send("GET", null);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).startsWith("text/plain");
    return reply.text();
  }

  private static String count(String outcome, String plugin, String reason, String tenant, String tool, int calls) {
    return "gatehouse_calls_seconds_count{method=\"tools/call\",outcome=\"" + outcome + "\",plugin=\"" + plugin + "\",reason=\"" + reason
        + "\",tenant=\"" + tenant + "\",tool=\"" + tool + "\"} " + calls + "\n";
  }

  private static McpClient with(String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  @Test
  void calls_are_counted_and_nothing_names_a_key_or_what_a_caller_made_up() throws InterruptedException {
    String key = host.key("demo", "tools", "add made*", "owner", "somebody");
    McpClient client = with(key);
    client.call("add", "{\"a\": 2, \"b\": 3}");
    client.call("add", "{\"a\": 2, \"b\": 3}");
    client.call("made_up_name", "{}");
    client.call("not_granted", "{}");
    client.call("subtract", "{}");
    client.key("gth_nobody").list();

    eventually(() -> Wire.metric(host, "gatehouse_calls_running") == 0);
    String text = metrics();
    assertThat(text).contains(count("ok", "math", "-", "demo", "add", 2)).contains(count("invalid", "-", "unknown", "demo", "-", 1))
        .contains(count("forbidden", "-", "-", "demo", "-", 1)).contains(count("forbidden", "math", "-", "demo", "subtract", 1))
        .contains("outcome=\"refused\",plugin=\"-\",reason=\"malformed key\",tenant=\"-\",tool=\"-\"} ")
        .contains("gatehouse_calls_running{tenant=\"demo\"} 0.0", "gatehouse_calls_waiting{tenant=\"shop\"} 0.0", "jvm_memory_used_bytes");
    assertThat(text).doesNotContain(TestHost.idOf(key), "made_up_name", "not_granted", "somebody");
  }

  @Test
  void the_times_of_a_tool_have_buckets() {
    with(host.key("shop", "tools", "*")).call("fine", "{}");

    String labels =
        "gatehouse_calls_seconds_bucket{method=\"tools/call\",outcome=\"ok\",plugin=\"shop\",reason=\"-\",tenant=\"shop\",tool=\"fine\"";
    for (String most : List.of("0.001", "0.1", "1.0", "30.0", "+Inf")) {
      assertThat(metrics()).contains(labels + ",le=\"" + most + "\"} ");
    }
    assertThat(metrics()).contains(labels + ",le=\"30.0\"} 1\n");
  }

  @Test
  void a_failure_has_a_reason_in_metrics_and_audit() throws InterruptedException {
    String key = host.key("shop", "tools", "*");
    for (String tool : List.of("slow", "large", "broken", "says_no", "typed")) {
      with(key).call(tool, "{}");
    }
    with(host.key("shop", "tools", "*", "rate", "1/1h")).call("fine", "{}");
    McpClient limited = with(host.key("shop", "tools", "*", "quota", "1/1mo"));
    limited.call("fine", "{}");
    limited.call("fine", "{}");

    assertThat(metrics()).contains(count("error", "shop", "timeout", "shop", "slow", 1),
        count("error", "shop", "answer", "shop", "large", 1),
        count("error", "shop", "threw", "shop", "broken", 1), count("error", "shop", "told", "shop", "says_no", 1),
        count("error", "shop", "arguments", "shop", "typed", 1), count("limited", "shop", "quota", "shop", "fine", 1));
    eventually(() -> audit().contains(" tool slow outcome error reason timeout ")
        && audit().contains(" tool typed outcome error reason arguments "));
    assertThat(audit()).contains(" tool broken outcome error reason threw ", " tool says_no outcome error reason - ");
  }

  private static String audit() {
    return host.redis().cli("XREVRANGE", "mcp:audit:{shop}", "+", "-").replace('\n', ' ');
  }

  @Test
  void a_failing_tools_log_line_names_key_and_request_as_its_audit_entry_does() throws InterruptedException {
    String key = host.key("shop", "tools", "*");
    try (LogOf log = new LogOf(FeatureVerticle.class.getName())) {
      with(key).call("crash", "{}");

      assertThat(log.lines()).singleElement().asString().startsWith("tool 'crash' of tool/shop/shop/")
          .matches(".* failed, called by key " + TestHost.idOf(key) + ", request \\d+");
      String request = log.lines().get(0).replaceAll(".*request ", "");
      eventually(() -> audit().matches(".* key " + TestHost.idOf(key) + " owner - tool crash [^|]* request " + request + " .*"));
    }
  }

  @Test
  void a_plugin_and_a_tenant_that_are_gone_are_measured_no_more() throws Exception {
    Path folder = Files.createDirectories(host.plugins().resolve("passing"));
    Path jar = PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), "brief", PluginJars.plugin("""
        @Tool public String brief(int n) { return ""; }
        @Prompt public String hint() { return ""; }
        """));
    Path served = folder.resolve("brief.jar");
    Files.copy(jar, served);
    McpClient client = with(host.key("passing", "tools", "*", "prompts", "*"));
    eventually(() -> client.call("brief", "{\"n\": 1}").json().has("result"));
    client.header("Mcp-Name", "hint").request("prompts/get", Json.object().put("name", "hint"));
    assertThat(metrics()).contains("method=\"prompts/get\",outcome=\"ok\",plugin=\"brief\"");

    Files.delete(served);
    eventually(() -> client.call("brief", "{\"n\": 1}").json().has("error"));
    // The same tool has another bulkhead now, and what it had before is kept or removed.
    Files.copy(jar, served);
    eventually(() -> client.call("brief", "{}").json().has("result"));
    assertThat(metrics()).contains(count("error", "brief", "arguments", "passing", "brief", 1));

    Files.delete(served);
    eventually(() -> !metrics().contains("plugin=\"brief\""));
    assertThat(metrics()).containsPattern("gatehouse_calls_seconds_count.*tenant=\"passing\"");
    Files.delete(folder);
    eventually(() -> metrics().lines().noneMatch(line -> line.startsWith("gatehouse_calls_") && line.contains("tenant=\"passing\"")));
  }

  @Test
  void what_only_grows_is_a_counter() {
    assertThat(metrics()).contains("# TYPE gatehouse_connections_refused_total counter", "# TYPE gatehouse_connections_late_total counter",
        "# TYPE gatehouse_connections_displaced_total counter", "# TYPE gatehouse_ledger_lost_total counter",
        "# TYPE gatehouse_log_dropped_total counter", "# TYPE gatehouse_tenant_memory_refused_total counter");
  }

  @Test
  void sessions_are_counted_by_tenant() throws InterruptedException {
    try (SseClient stream = SseClient.open(host.url() + "/sse", host.key("demo", "tools", "*"))) {
      assertThat(stream).isNotNull();
      eventually(() -> metrics().contains("gatehouse_sessions{tenant=\"demo\"} 1.0"));
    }
    eventually(() -> metrics().contains("gatehouse_sessions{tenant=\"demo\"} 0.0"));
  }
}
