package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.telemetry.OtlpReceiver;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls by the older wires are traced as those of the newest one, and their sessions stay secret. */
@Timeout(180)
class TracedWiresIT {

  private static final OtlpReceiver collector = OtlpReceiver.start();

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "telemetry": { "endpoint": "%s", "sampling": 0 } }
      """.formatted(collector.url())).plugin("demo", "math");

  @AfterAll
  static void close() {
    collector.close();
  }

  private static ObjectNode add(String parent) {
    ObjectNode params = Json.object().put("name", "add");
    params.putObject("arguments").put("a", 2).put("b", 3);
    params.putObject("_meta").put("traceparent", parent);
    return params;
  }

  private static Span server(String trace) throws InterruptedException {
    return collector.await(trace, span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER);
  }

  @Test
  void a_session() throws InterruptedException {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    LegacyClient client = LegacyClient.open(McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "add")), "2025-06-18");
    client.request(7, "tools/call", add("00-" + trace + "-b7ad6b7169203331-01"));

    assertThat(OtlpReceiver.attributes(server(trace).getAttributesList())).containsEntry("mcp.protocol.version", "2025-06-18")
        .containsEntry("jsonrpc.request.id", "7").containsEntry("gatehouse.outcome", "ok");
    assertThat(collector.everything()).doesNotContain(client.session());
  }

  @Test
  void a_batch() throws InterruptedException {
    List<String> traces = List.of("1af7651916cd43dd8448eb211c80319c", "2af7651916cd43dd8448eb211c80319c");
    LegacyClient client = LegacyClient.open(McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "add")), "2025-03-26");
    client.http().post("[" + McpClient.rpc(1, "tools/call", add("00-" + traces.get(0) + "-b7ad6b7169203331-01")) + ","
        + McpClient.rpc(2, "tools/call", add("00-" + traces.get(1) + "-b7ad6b7169203331-01")) + "]");

    for (String trace : traces) {
      assertThat(server(trace).getName()).isEqualTo("tools/call add");
    }
  }

  @Test
  void a_stream_of_2024_11_05() throws InterruptedException {
    String trace = "3af7651916cd43dd8448eb211c80319c";
    String key = host.key("demo", "tools", "add");
    try (SseClient stream = SseClient.open(host.url() + "/sse", key)) {
      String messages = stream.next().data();
      McpClient.of(host.url() + messages).key(key)
          .post(McpClient.rpc(3, "tools/call", add("00-" + trace + "-b7ad6b7169203331-01")).toString());

      assertThat(OtlpReceiver.attributes(server(trace).getAttributesList())).containsEntry("mcp.protocol.version", "2024-11-05");
    }
  }
}
