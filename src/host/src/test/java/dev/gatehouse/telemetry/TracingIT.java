package dev.gatehouse.telemetry;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.rpc.Json;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a collector gets of calls and refusals, and what it never gets. */
@Timeout(180)
class TracingIT {

  private static final String PLUGIN = """
      @Tool public String trace(String word, TraceContext trace) { return trace.traceparent() + " " + trace.tracestate(); }
      @Tool public String fails() { throw new ToolCallException("no"); }
      @Tool public String naps() throws Exception { Thread.sleep(2_000); return "awake"; }
      @Prompt public String greet(String name) { return "Hello " + name; }
      @Resource(uri = "file:///readme") public String readme() { return "text"; }
      @ResourceTemplate(uriTemplate = "file:///notes/{id}") public String note(String id) { return "note"; }
      """;

  private static final OtlpReceiver collector = OtlpReceiver.start();

  @RegisterExtension
  static final TestHost all = host("1");

  @RegisterExtension
  static final TestHost none = host("0");

  private static TestHost host(String sampling) {
    return new TestHost("""
        { "telemetry": { "endpoint": "%s", "headers": {"Authorization": "Bearer c0llector, s=cret%%"}, "sampling": %s },
          "tenants": { "demo": { "anonymous": { "tools": "fails" },
            "calls": { "tools": { "naps": { "concurrencyPerTool": 1 } } } } } }
        """.formatted(collector.url(), sampling)).code("demo", "traced", PLUGIN);
  }

  @AfterAll
  static void close() {
    collector.close();
  }

  /** A caller's trace context. */
  private record Caller(String trace, String span, String flags) {

    static Caller of(String flags) {
      byte[] bytes = new byte[24];
      new SecureRandom().nextBytes(bytes);
      String hex = HexFormat.of().formatHex(bytes);
      return new Caller(hex.substring(0, 32), hex.substring(32), flags);
    }

    String parent() {
      return "00-" + trace + '-' + span + '-' + flags;
    }
  }

  private static McpClient.Reply call(TestHost host, String key, String tool, String arguments, Caller caller) {
    ObjectNode params = Json.object().put("name", tool);
    params.set("arguments", json(arguments));
    params.putObject("_meta").put("traceparent", caller.parent()).put("tracestate", "vendor=1");
    return McpClient.of(host.url() + "/mcp").key(key).header("Mcp-Name", tool).request("tools/call", params);
  }

  private static JsonNode json(String text) {
    try {
      return Json.read(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isServer(Span span) {
    return span.getKind() == Span.SpanKind.SPAN_KIND_SERVER;
  }

  private static Map<String, String> attributes(Span span) {
    return OtlpReceiver.attributes(span.getAttributesList());
  }

  @Test
  void an_id_of_a_request_is_cleaned_as_in_the_audit() throws InterruptedException {
    Caller caller = Caller.of("01");
    ObjectNode params = Json.object();
    params.putObject("_meta").put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
        .putObject("io.modelcontextprotocol/clientCapabilities");
    ObjectNode message = McpClient.rpc(1, "tools/list", params).put("id", "a\u001b[31m\nb\u202e");
    McpClient.of(all.url() + "/mcp").key(all.key("demo", "tools", "trace")).header("traceparent", caller.parent())
        .header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", "tools/list").post(message.toString());

    assertThat(attributes(collector.await(caller.trace(), TracingIT::isServer))).containsEntry("jsonrpc.request.id", "a?[31m?b?");
  }

  @Test
  void a_call_is_one_trace_from_its_caller_to_its_plugin() throws InterruptedException {
    Caller caller = Caller.of("01");
    String key = all.key("demo", "tools", "trace", "rate", "1000/1h", "owner", "somebody");

    McpClient.Reply reply = call(all, key, "trace", "{\"word\": \"s3same\"}", caller);

    Span server = collector.await(caller.trace(), TracingIT::isServer);
    assertThat(server.getName()).isEqualTo("tools/call trace");
    assertThat(OtlpReceiver.hex(server.getParentSpanId())).isEqualTo(caller.span());
    assertThat(server.getTraceState()).isEqualTo("vendor=1");
    assertThat(attributes(server)).containsAllEntriesOf(Map.of("mcp.method.name", "tools/call", "mcp.protocol.version", "2026-07-28",
        "gen_ai.tool.name", "trace", "gen_ai.operation.name", "execute_tool", "gatehouse.tenant", "demo", "gatehouse.plugin", "traced",
        "gatehouse.outcome", "ok", "network.transport", "tcp", "network.protocol.name", "http", "network.protocol.version", "1.1"))
        .containsKey("jsonrpc.request.id").hasSize(11);
    assertThat(server.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);

    List<Span> steps = collector.trace(caller.trace()).stream().filter(span -> span.getParentSpanId().equals(server.getSpanId())).toList();
    assertThat(steps).extracting(Span::getName).containsExactlyInAnyOrder("admission", "limits", "run", "answer");
    assertThat(steps).allSatisfy(step -> assertThat(step.getStartTimeUnixNano()).isBetween(server.getStartTimeUnixNano(),
        step.getEndTimeUnixNano()))
        .allSatisfy(step -> assertThat(step.getEndTimeUnixNano()).isLessThanOrEqualTo(server.getEndTimeUnixNano()));
    Span run = steps.stream().filter(step -> step.getName().equals("run")).findFirst().orElseThrow();
    assertThat(reply.toolText()).isEqualTo("00-" + caller.trace() + '-' + OtlpReceiver.hex(run.getSpanId()) + "-01 vendor=1");

    assertThat(collector.everything()).doesNotContain(key, TestHost.idOf(key), "s3same", "somebody");
    assertThat(collector.authorization()).contains("Bearer c0llector, s=cret%");
    assertThat(collector.resources()).allSatisfy(resource -> assertThat(resource).containsEntry("service.name", "gatehouse")
        .containsKeys("service.version", "service.instance.id"));
  }

  @Test
  void a_header_has_the_parent_where_the_message_has_none_that_is_well_formed() throws InterruptedException {
    Caller caller = Caller.of("01");
    String key = all.key("demo", "tools", "trace");
    McpClient client = McpClient.of(all.url() + "/mcp").key(key).header("traceparent", caller.parent()).header("Mcp-Name", "trace");
    ObjectNode params = Json.object().put("name", "trace");
    params.putObject("arguments").put("word", "a");
    params.putObject("_meta").put("traceparent", "00-xyz");

    assertThat(client.request("tools/call", params).toolText()).startsWith("00-" + caller.trace());
    assertThat(OtlpReceiver.hex(collector.await(caller.trace(), TracingIT::isServer).getParentSpanId())).isEqualTo(caller.span());
  }

  @Test
  void a_list_is_traced_too() throws InterruptedException {
    Caller caller = Caller.of("01");
    McpClient.of(all.url() + "/mcp").key(all.key("demo", "tools", "*")).header("traceparent", caller.parent()).list();

    Span server = collector.await(caller.trace(), TracingIT::isServer);
    assertThat(server.getName()).isEqualTo("tools/list");
    assertThat(attributes(server)).doesNotContainKeys("gen_ai.operation.name", "error.type");
  }

  @Test
  void a_call_without_a_context_begins_a_trace() throws InterruptedException {
    String text = McpClient.of(all.url() + "/mcp").key(all.key("demo", "tools", "*")).call("trace", "{\"word\": \"a\"}").toolText();

    Span server = collector.await(text.split("-")[1], TracingIT::isServer);
    assertThat(server.getParentSpanId().isEmpty()).isTrue();
  }

  @Test
  void a_refused_key_is_a_span_in_its_callers_trace() throws InterruptedException {
    Caller caller = Caller.of("01");
    McpClient client = McpClient.of(all.url() + "/t/demo/mcp").key("gth_n0body").header("traceparent", caller.parent());
    assertThat(client.header("Mcp-Name", "trace").call("trace", "{}").status()).isEqualTo(401);

    Span server = collector.await(caller.trace(), TracingIT::isServer);
    assertThat(server.getName()).isEqualTo("tools/call");
    assertThat(OtlpReceiver.hex(server.getParentSpanId())).isEqualTo(caller.span());
    assertThat(server.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(attributes(server)).isEqualTo(Map.of("http.request.method", "POST", "http.route", "/t/:tenant/mcp",
        "http.response.status_code", "401", "error.type", "401", "gatehouse.outcome", "refused", "gatehouse.reason", "malformed key",
        "mcp.method.name", "tools/call", "network.transport", "tcp", "network.protocol.name", "http", "network.protocol.version", "1.1"));
    assertThat(collector.everything()).doesNotContain("n0body");
  }

  @Test
  void a_refusal_says_its_code_and_its_kind_of_reason() throws InterruptedException {
    Caller forbidden = Caller.of("01");
    call(all, all.key("demo", "tools", "trace"), "fails", "{}", forbidden);
    assertThat(attributes(collector.await(forbidden.trace(), TracingIT::isServer))).containsAllEntriesOf(Map.of("error.type", "403",
        "rpc.response.status_code", "403", "gatehouse.outcome", "forbidden", "gen_ai.tool.name", "fails"));

    String limited = all.key("demo", "tools", "fails", "rate", "1/1h");
    call(all, limited, "fails", "{}", Caller.of("01"));
    Caller second = Caller.of("01");
    call(all, limited, "fails", "{}", second);
    Span server = collector.await(second.trace(), TracingIT::isServer);
    assertThat(attributes(server)).containsAllEntriesOf(
        Map.of("error.type", "429", "rpc.response.status_code", "429", "gatehouse.outcome", "limited", "gatehouse.reason", "rate"));
    assertThat(collector.trace(second.trace())).extracting(Span::getName).contains("limits").doesNotContain("run");
  }

  @Test
  void what_a_caller_made_up_is_in_no_span() throws InterruptedException {
    Caller caller = Caller.of("01");
    call(all, all.key("demo", "tools", "*"), "m4de_up", "{}", caller);

    Span server = collector.await(caller.trace(), TracingIT::isServer);
    assertThat(server.getName()).isEqualTo("tools/call");
    assertThat(attributes(server)).containsEntry("error.type", "-32602").containsEntry("gatehouse.reason", "unknown")
        .doesNotContainKey("gen_ai.tool.name");
    assertThat(collector.everything()).doesNotContain("m4de_up");
  }

  @Test
  void a_tool_that_fails_is_an_error_of_its_own_kind() throws InterruptedException {
    Caller caller = Caller.of("01");
    call(all, all.key("demo", "tools", "*"), "fails", "{}", caller);

    Span server = collector.await(caller.trace(), TracingIT::isServer);
    assertThat(attributes(server)).containsEntry("error.type", "tool_error").containsEntry("gatehouse.reason", "told")
        .doesNotContainKey("rpc.response.status_code");
    assertThat(server.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(server.getStatus().getMessage()).isEmpty();
  }

  @Test
  void a_call_that_waits_for_a_place_shows_how_long() throws InterruptedException {
    String key = all.key("demo", "tools", "*");
    Caller first = Caller.of("01");
    Caller second = Caller.of("01");
    List.of(first, second).stream().map(caller -> CompletableFuture.runAsync(() -> call(all, key, "naps", "{}", caller)))
        .collect(Collectors.toList()).forEach(CompletableFuture::join);

    collector.await(first.trace(), TracingIT::isServer);
    collector.await(second.trace(), TracingIT::isServer);
    assertThat(collector.spans().stream().filter(span -> span.getName().equals("queue")).toList()).singleElement()
        .satisfies(queue -> assertThat(queue.getEndTimeUnixNano() - queue.getStartTimeUnixNano()).isGreaterThan(50_000_000));
  }

  @Test
  void prompts_and_resources_are_named_as_plugins_name_them() throws InterruptedException {
    McpClient client = McpClient.of(all.url() + "/mcp").key(all.key("demo", "prompts", "*", "resources", "*"));
    Caller prompt = Caller.of("01");
    ObjectNode greet = Json.object().put("name", "greet");
    greet.putObject("arguments").put("name", "Al1ce");
    client.header("traceparent", prompt.parent()).header("Mcp-Name", "greet").request("prompts/get", greet);
    Span span = collector.await(prompt.trace(), TracingIT::isServer);
    assertThat(span.getName()).isEqualTo("prompts/get greet");
    assertThat(attributes(span)).containsEntry("gen_ai.prompt.name", "greet").doesNotContainKey("gen_ai.operation.name");

    Caller fixed = Caller.of("01");
    read(client, fixed, "file:///readme");
    span = collector.await(fixed.trace(), TracingIT::isServer);
    assertThat(span.getName()).isEqualTo("resources/read");
    assertThat(attributes(span)).containsEntry("mcp.resource.uri", "file:///readme");

    Caller template = Caller.of("01");
    read(client, template, "file:///notes/s3cret");
    assertThat(attributes(collector.await(template.trace(), TracingIT::isServer))).doesNotContainKey("mcp.resource.uri")
        .containsEntry("gatehouse.outcome", "ok");
    assertThat(collector.everything()).doesNotContain("Al1ce", "s3cret");
  }

  private static void read(McpClient client, Caller caller, String uri) {
    client.header("traceparent", caller.parent()).header("Mcp-Name", uri).request("resources/read", Json.object().put("uri", uri));
  }

  @Test
  void only_a_caller_with_a_good_key_decides_that_its_calls_are_sampled() throws InterruptedException {
    Caller good = Caller.of("01");
    Caller bad = Caller.of("01");
    Caller anonymous = Caller.of("01");
    Caller unsampled = Caller.of("00");
    McpClient.of(none.url() + "/mcp").key("gth_n0body").header("traceparent", bad.parent()).call("trace", "{}");
    McpClient.of(none.url() + "/t/demo/mcp").header("traceparent", anonymous.parent()).header("Mcp-Name", "fails").call("fails", "{}");
    String key = none.key("demo", "tools", "*");
    String text = call(none, key, "trace", "{\"word\": \"a\"}", unsampled).toolText();
    call(none, key, "trace", "{\"word\": \"a\"}", good);

    collector.await(good.trace(), TracingIT::isServer);
    assertThat(collector.trace(bad.trace())).isEmpty();
    assertThat(collector.trace(anonymous.trace())).isEmpty();
    assertThat(collector.trace(unsampled.trace())).isEmpty();
    assertThat(text).as("what is not sampled is handed on as that").startsWith("00-" + unsampled.trace()).endsWith("-00 vendor=1");
  }

  @Test
  void metrics_are_those_of_the_page_and_the_duration_of_the_conventions() throws InterruptedException {
    String key = all.key("demo", "tools", "*");
    call(all, key, "trace", "{\"word\": \"a\"}", Caller.of("00"));

    Metric calls = collector.metric("gatehouse_calls_seconds", metric -> metric.getHistogram().getDataPointsCount() > 0);
    assertThat(calls.getHistogram().getDataPoints(0).getExplicitBoundsList()).startsWith(0.001).endsWith(30.0).hasSize(13);
    assertThat(calls.getHistogram().getDataPoints(0).getBucketCountsCount()).isEqualTo(14);
    Metric duration = collector.metric("mcp.server.operation.duration", metric -> metric.getHistogram().getDataPointsList().stream()
        .anyMatch(TracingIT::isOfTrace));
    assertThat(duration.getUnit()).isEqualTo("s");
    HistogramDataPoint point = duration.getHistogram().getDataPointsList().stream().filter(TracingIT::isOfTrace).findFirst().orElseThrow();
    assertThat(point.getExplicitBoundsList()).containsExactly(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0,
        300.0);
    assertThat(OtlpReceiver.attributes(point.getAttributesList())).containsAllEntriesOf(Map.of("mcp.method.name", "tools/call",
        "mcp.protocol.version", "2026-07-28", "gen_ai.operation.name", "execute_tool", "gatehouse.tenant", "demo"))
        .doesNotContainKey("error.type");
    collector.metric("jvm_memory_used_bytes", metric -> metric.getGauge().getDataPointsCount() > 0);
    collector.metric("gatehouse_connections_refused_total", metric -> metric.getSum().getIsMonotonic());
    assertThat(collector.everything()).doesNotContain(key, TestHost.idOf(key));
  }

  private static boolean isOfTrace(HistogramDataPoint point) {
    return "trace".equals(OtlpReceiver.attributes(point.getAttributesList()).get("gen_ai.tool.name")) && point.getCount() > 0
        && !OtlpReceiver.attributes(point.getAttributesList()).containsKey("error.type");
  }

  @Test
  void the_page_tells_how_many_spans_were_lost() throws InterruptedException {
    eventually(() -> McpClient.of("http://127.0.0.1:" + all.adminPort() + "/metrics").send("GET", null).text()
        .contains("gatehouse_telemetry_lost_spans_total 0"));
  }
}
