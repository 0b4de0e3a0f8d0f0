package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.LogOf;
import dev.gatehouse.TestHost;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller writes neither breaks a line of the log nor makes the host fail. */
@Timeout(120)
class HostileTextIT {

  private static final String EVIL = "\\u001b[31m\\n2026-01-01T00:00:00.000Z ERROR Host: FAKE\\r\\u2028\\u202e\\u0085";
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  @RegisterExtension
  static final TestHost host = new TestHost("{\"tenants\": {\"open\": {\"anonymous\": {\"tools\": \"*\"},"
      + " \"calls\": {\"tools\": {\"hang\": {\"timeout\": \"300ms\"}}}}}}")
      .plugin("open", "math").code("open", "broken", """
          @Tool public String fail(String said) { throw new IllegalStateException("broken"); }
          @Tool public String hang(String said) throws InterruptedException { Thread.sleep(600_000); return ""; }
          """);

  private static String call(String id, String tool, String said) {
    return RawHttp.send(host.url(), "POST /t/open/mcp", "{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"method\":\"tools/call\",\"params\":{"
        + "\"name\":\"" + tool + "\",\"arguments\":{\"said\":\"" + said + "\"},\"_meta\":{"
        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}",
        "Host: localhost", "Content-Type: application/json", "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call",
        "Mcp-Name: " + tool);
  }

  @Test
  void every_line_of_the_log_stays_one_line() throws InterruptedException {
    try (LogOf log = new LogOf("dev.gatehouse")) {
      assertThat(call(EVIL, "fail", EVIL)).startsWith("HTTP/1.1 200");
      assertThat(call(EVIL, "hang", EVIL)).startsWith("HTTP/1.1 200");
      call(EVIL, "nowhere", EVIL);
      for (String url : List.of(host.url(), "http://127.0.0.1:" + host.adminPort())) {
        RawHttp.send(url, "GET /\u001b[31m", null, "Host: evil.example", "Origin: \u009b31m");
        RawHttp.send(url, "GET /?%1b%0a", null, "Host: evil\u001b.example");
        RawHttp.send(url, "GET /", null, "Host: evil.example");
        RawHttp.send(url, "GET /mcp", null, "Host: localhost", "Authorization: Bearer gth_\u009b_x");
      }
      for (String part : List.of(" failed, called by ", "did not answer in time", "evil.example")) {
        eventually(() -> log.lines().stream().anyMatch(line -> line.contains(part)));
      }
      assertThat(log.lines()).noneMatch(line -> UNSAFE.matcher(line).find());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "q=%", "%zz", "q=a%2", "sessionId=%&x=1", "cursor=%g1"})
  void a_query_that_cannot_be_decoded_is_refused_without_a_failure(String query) {
    try (LogOf log = new LogOf("dev.gatehouse")) {
      String admin = "http://127.0.0.1:" + host.adminPort();
      for (String path : List.of("/", "/health/live", "/health/ready", "/metrics", "/console/api/keys", "/console/api/tenants")) {
        refused(admin, "GET " + path + "?" + query);
      }
      for (String path : List.of("GET /mcp", "POST /mcp", "POST /t/open/mcp", "GET /t/open/sse", "POST /t/open/messages",
          "GET /v0.1/servers", "GET /.well-known/oauth-protected-resource/mcp", "GET /nowhere")) {
        refused(host.url(), path + "?" + query);
      }
      assertThat(log.lines()).noneMatch(line -> line.contains("failed"));
    }
  }

  private static void refused(String url, String request) {
    assertThat(RawHttp.send(url, request, null, "Host: localhost", "Content-Length: 0")).as(request).startsWith("HTTP/1.1 400")
        .contains("The query has a '%' that is not followed by two hexadecimal digits.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/t/%/mcp", "/t/%zz/mcp", "/v0.1/servers/%/versions", "/v0.1/servers/a/versions/%2"})
  void nor_does_a_path(String path) {
    try (LogOf log = new LogOf("dev.gatehouse")) {
      assertThat(RawHttp.status(host.url(), "GET " + path, null, "Host: localhost")).isEqualTo(400);
      assertThat(RawHttp.status("http://127.0.0.1:" + host.adminPort(), "GET " + path, null, "Host: localhost")).isEqualTo(400);
      assertThat(log.lines()).noneMatch(line -> line.contains("failed"));
    }
  }
}
