package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.telemetry.OtlpReceiver;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Telemetry of processes: a trace that goes on in a worker, the standard variables, and nothing at all while it is off. */
@Timeout(300)
final class TelemetryProcessIT {

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String TOOLS = """
      @Tool(description = "") public String trace(TraceContext trace) { return trace.traceparent(); }
      """;

  @TempDir
  private Path folder;
  private final List<JarProcess> running = new ArrayList<>();

  private JarProcess started(JarProcess process) {
    running.add(process);
    return process;
  }

  @AfterEach
  void end() {
    running.stream().filter(JarProcess::alive).forEach(process -> process.signal("KILL"));
  }

  private Path config(String more) throws IOException {
    Files.createDirectories(folder.resolve("tools-plugins"));
    return Files.writeString(folder.resolve("all.json"), """
        { "http": {"port": 0}, "admin": {"port": 0}, "redis": {"url": "%s"}%s }
        """.formatted(redis.url(), more));
  }

  @Test
  void a_call_on_a_worker_is_one_trace_of_two_processes() throws Exception {
    try (OtlpReceiver collector = OtlpReceiver.start()) {
      ClusterProcesses cluster = new ClusterProcesses(folder, redis, "127.0.0.1")
          .with("\"telemetry\": {\"endpoint\": \"" + collector.url() + "\", \"sampling\": 0}");
      Path worker = cluster.worker("127.0.0.1", Map.of("acme", cluster.jar("tools", TOOLS)));
      JarProcess edge = started(cluster.edge());
      JarProcess one = started(ClusterProcesses.start(worker));
      edge.ready();
      one.ready();
      McpClient caller = cluster.caller("acme");
      ClusterProcesses.awaitTool(caller, "trace", "{}");

      ObjectNode params = Json.object().put("name", "trace");
      params.putObject("arguments");
      params.putObject("_meta").put("traceparent", "00-" + TRACE + '-' + CALLER + "-01");
      String text = caller.header("Mcp-Name", "trace").request("tools/call", params).toolText();

      Span call = collector.await(TRACE, span -> span.getName().equals("tools/call trace"));
      Span there = collector.await(TRACE, span -> span.getName().equals("tool trace"));
      Span runsThere = collector.await(TRACE, span -> span.getName().equals("run") && span.getParentSpanId().equals(there.getSpanId()));
      Span runs = collector.await(TRACE, span -> span.getName().equals("run") && span.getParentSpanId().equals(call.getSpanId()));
      assertThat(OtlpReceiver.hex(call.getParentSpanId())).isEqualTo(CALLER);
      assertThat(there.getParentSpanId()).isEqualTo(runs.getSpanId());
      assertThat(text).isEqualTo("00-" + TRACE + '-' + OtlpReceiver.hex(runsThere.getSpanId()) + "-01");
      assertThat(OtlpReceiver.attributes(there.getAttributesList())).containsEntry("gatehouse.tenant", "acme")
          .containsEntry("gatehouse.plugin", "tools");
      assertThat(collector.resources().map(resource -> resource.get("service.instance.id")).distinct()).hasSize(2);
    }
  }

  @Test
  void the_standard_variables_suffice_and_go_before_the_configuration() throws Exception {
    try (OtlpReceiver collector = OtlpReceiver.start()) {
      Path file = config(", \"telemetry\": {\"endpoint\": \"http://127.0.0.1:1\", \"sampling\": 0}");
      JarProcess host = started(JarProcess.startWithVariables(folder, List.of("OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.url(),
          "OTEL_TRACES_SAMPLER=always_on", "OTEL_SERVICE_NAME=my-gate"), List.of(), "run", file.toString())).ready();
      String url = host.out().strip().replace("ready ", "");
      assertThat(McpClient.of(url).key("gth_nobody").list().status()).isEqualTo(401);
      // The first time that a JVM sends anything may take longer than a stop waits.
      eventually(() -> collector.spans().size() == 1);
      assertThat(McpClient.of(url).key("gth_nobody").list().status()).isEqualTo(401);
      assertThat(host.signal("TERM").exit()).isZero();

      assertThat(collector.spans()).extracting(Span::getName).as("one is sent at the stop").containsExactly("tools/list", "tools/list");
      assertThat(collector.resources()).allSatisfy(resource -> assertThat(resource).containsEntry("service.name", "my-gate"));
      assertThat(host.err()).doesNotContain("Telemetry");
    }
  }

  @Test
  void a_variable_that_asks_for_what_there_is_not_is_a_sentence() throws IOException {
    Path file = config("");
    for (String wrong : List.of("OTEL_EXPORTER_OTLP_PROTOCOL=grpc", "OTEL_TRACES_EXPORTER=zipkin", "OTEL_TRACES_SAMPLER=s0metimes",
        "OTEL_EXPORTER_OTLP_HEADERS=s3cret")) {
      JarProcess host = started(JarProcess.startWithVariables(folder, List.of("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318", wrong),
          List.of(), "run", file.toString()));
      assertThat(host.exit()).as(host.err()).isEqualTo(3);
      assertThat(host.err()).contains("OTEL_").doesNotContain("Exception", "s3cret");
    }
  }

  /** The manual says three seconds; the rest of a stop is short, as without telemetry. */
  @Test
  void a_stop_does_not_wait_for_a_collector_that_is_away() throws Exception {
    try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String hanging = "http://127.0.0.1:" + hangs.getLocalPort();
      String refused = "http://127.0.0.1:" + RedisExtension.freePort();
      Path off = config("");
      stopsQuietly(off, List.of("OTEL_EXPORTER_OTLP_ENDPOINT=" + refused, "OTEL_TRACES_SAMPLER=always_on"));
      stopsQuietly(off, List.of("OTEL_EXPORTER_OTLP_ENDPOINT=" + hanging, "OTEL_TRACES_SAMPLER=always_on"));
      for (String endpoint : List.of(refused, hanging)) {
        stopsQuietly(config(", \"telemetry\": {\"endpoint\": \"" + endpoint + "\", \"sampling\": 1}"), List.of());
      }
    }
  }

  private void stopsQuietly(Path file, List<String> variables) throws Exception {
    JarProcess host = started(JarProcess.startWithVariables(folder, variables, List.of(), "run", file.toString())).ready();
    assertThat(McpClient.of(host.out().strip().replace("ready ", "")).key("gth_nobody").list().status()).isEqualTo(401);
    long begin = System.nanoTime();
    assertThat(host.signal("TERM").exit()).isZero();
    // A stop that waited without bounds would take ten seconds and more.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
    assertThat(host.err()).doesNotContain("Interrupted", "IllegalState");
  }

  @Test
  void check_says_what_a_start_would_and_doctor_whether_the_collector_answers() throws Exception {
    Path file = config("");
    String wrong = "OTEL_EXPORTER_OTLP_ENDPOINT=foo";
    JarProcess check = started(JarProcess.startWithVariables(folder, List.of(wrong), List.of(), "check", file.toString()));
    assertThat(check.exit()).as(check.out()).isEqualTo(2);
    assertThat(check.out()).startsWith("OTEL_EXPORTER_OTLP_ENDPOINT: must be ");
    assertThat(started(JarProcess.startWithVariables(folder, List.of(wrong), List.of(), "run", file.toString())).exit()).isEqualTo(3);

    try (OtlpReceiver collector = OtlpReceiver.start()) {
      assertThat(doctor(0, file, collector.url())).contains("ok  telemetry: something listens at the collector's address, 127.0.0.1:");
    }
    assertThat(doctor(1, file, "http://127.0.0.1:" + RedisExtension.freePort()))
        .contains("problem  telemetry: nothing listens at the collector's address, 127.0.0.1:");
    assertThat(doctor(1, file, "foo")).contains("problem  telemetry: OTEL_EXPORTER_OTLP_ENDPOINT: must be ");
  }

  private String doctor(int exit, Path file, String endpoint) {
    JarProcess doctor = started(
        JarProcess.startWithVariables(folder, List.of("OTEL_EXPORTER_OTLP_ENDPOINT=" + endpoint), List.of(), "doctor", file.toString()));
    assertThat(doctor.exit()).as(doctor.out()).isEqualTo(exit);
    return doctor.out();
  }

  @Test
  void off_loads_no_class_of_it() throws IOException {
    Path file = config(", \"telemetry\": {\"endpoint\": \"http://127.0.0.1:4318\"}");
    Path classes = folder.resolve("classes");
    JarProcess host = started(JarProcess.startWithVariables(folder, List.of("OTEL_SDK_DISABLED=true"),
        List.of("-Xlog:class+load:file=" + classes), "run", file.toString())).ready();
    assertThat(McpClient.of(host.out().strip().replace("ready ", "")).key("gth_nobody").list().status()).isEqualTo(401);
    assertThat(host.signal("TERM").exit()).isZero();

    assertThat(Files.readAllLines(classes)).isNotEmpty().noneMatch(line -> line.contains(" io.opentelemetry."));
  }
}
