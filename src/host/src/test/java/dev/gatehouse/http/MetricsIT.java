package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Prometheus reads on the admin port. */
class MetricsIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static String metrics() {
    McpClient.Reply reply = McpClient.of("http://127.0.0.1:" + host.adminPort() + "/metrics").send("GET", null);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).startsWith("text/plain");
    return reply.text();
  }

  @Test
  void calls_are_counted_by_tenant_and_outcome_and_nothing_names_a_key_or_what_a_caller_made_up() throws InterruptedException {
    String key = host.key("demo", "tools", "add", "owner", "somebody");
    McpClient client = McpClient.of(host.url() + "/mcp").key(key);
    client.call("add", "{\"a\": 2, \"b\": 3}");
    client.call("add", "{\"a\": 2, \"b\": 3}");
    client.call("made_up_name", "{}");
    client.key("gth_nobody").list();

    eventually(() -> metrics().contains("gatehouse_calls_running 0.0"));
    String text = metrics();
    assertThat(text).contains("gatehouse_calls_seconds_count{method=\"tools/call\",outcome=\"ok\",tenant=\"demo\"} 2")
        .contains("gatehouse_calls_seconds_count{method=\"tools/call\",outcome=\"forbidden\",tenant=\"demo\"} 1")
        .contains("gatehouse_sessions 0.0").contains("jvm_memory_used_bytes");
    assertThat(text).doesNotContain(TestHost.idOf(key)).doesNotContain("made_up_name").doesNotContain("somebody");
  }
}
