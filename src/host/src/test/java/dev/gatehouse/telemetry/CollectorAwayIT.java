package dev.gatehouse.telemetry;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.LogOf;
import dev.gatehouse.TestHost;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.redis.RedisExtension;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A collector that does not answer costs spans, and nothing else. */
@Timeout(180)
class CollectorAwayIT {

  @Test
  void calls_go_on_and_the_log_has_a_line_when_it_is_away_and_one_when_it_is_back() throws Exception {
    int port = RedisExtension.freePort();
    System.setProperty("otel.java.exporter.otlp.retry.disabled", "true");
    try (LogOf log = new LogOf(Telemetry.class.getName())) {
      TestHost host = host(port);
      host.beforeAll(null);
      try {
        String key = host.key("demo", "tools", "add");
        eventually(() -> add(host, key) && lost(host) > 1 && log.lines().stream().anyMatch(line -> line.contains("spans")));
        assertThat(log.lines().stream().filter(line -> line.contains("spans"))).singleElement().asString()
            .startsWith("the OpenTelemetry collector does not take spans: ")
            .contains("http://127.0.0.1:" + port + "/v1/traces cannot be connected to")
            .contains("ConnectException");
        try (OtlpReceiver collector = OtlpReceiver.on(port)) {
          eventually(() -> add(host, key) && !collector.spans().isEmpty());
          eventually(() -> log.lines().contains("the OpenTelemetry collector takes spans again"));
          collector.answer(503);
          eventually(() -> add(host, key) && log.lines().stream().filter(line -> line.contains("does not take spans")).count() == 2);
          assertThat(log.lines()).anyMatch(line -> line.endsWith("/v1/traces answers with HTTP status 503"));
          collector.answer(200);
          add(host, key);
          int before = collector.spans().size();
          add(host, key);
          host.stop();
          assertThat(collector.spans().size()).as("what is left is sent at the stop").isGreaterThan(before);
          host.start();
        }
      } finally {
        host.afterAll(null);
      }
    } finally {
      System.clearProperty("otel.java.exporter.otlp.retry.disabled");
    }
  }

  private static TestHost host(int port) throws IOException {
    return new TestHost("""
        { "telemetry": { "endpoint": "http://127.0.0.1:%d", "sampling": 1 } }
        """.formatted(port)).plugin("demo", "math");
  }

  private static boolean add(TestHost host, String key) {
    assertThat(McpClient.of(host.url() + "/mcp").key(key).call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
    return true;
  }

  private static double lost(TestHost host) {
    String text = McpClient.of("http://127.0.0.1:" + host.adminPort() + "/metrics").send("GET", null).text();
    return Double.parseDouble(text.replaceAll("(?s).*\\ngatehouse_telemetry_lost_spans_total (\\S+).*", "$1"));
  }
}
