package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By which names a host may be addressed, and from which web pages, on this machine alone and beyond it. */
class OriginIT {

  private static final String OPEN = "\"tenants\": {\"open\": {\"anonymous\": {\"tools\": \"*\"}}}}";

  @RegisterExtension
  static final TestHost local = new TestHost("{\"http\": {\"port\": 0, \"allowedHosts\": [\"gate.example\"],"
      + " \"allowedOrigins\": [\"https://app.example\"], \"maxBody\": \"2KiB\"}, " + OPEN).plugin("open", "math");

  @RegisterExtension
  static final TestHost anywhere = new TestHost("{\"http\": {\"host\": \"0.0.0.0\", \"port\": 0, \"plainHttp\": true,"
      + " \"allowedOrigins\": [\"https://app.example\"]}, " + OPEN).plugin("open", "math");

  @RegisterExtension
  static final TestHost named = new TestHost("{\"http\": {\"host\": \"0.0.0.0\", \"port\": 0, \"plainHttp\": true,"
      + " \"allowedHosts\": [\"gate.example\", \"other.example:8443\"]}, " + OPEN).plugin("open", "math");

  @RegisterExtension
  static final TestHost opaque = new TestHost("{\"http\": {\"port\": 0, \"allowedOrigins\": [\"null\"]}, " + OPEN).plugin("open", "math");

  private static final String DISCOVER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{\"_meta\":{"
      + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}";

  private static int status(TestHost host, String... headers) {
    String[] all = java.util.stream.Stream.concat(java.util.stream.Stream.of("Content-Type: application/json",
        "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: server/discover"), java.util.stream.Stream.of(headers)).toArray(String[]::new);
    return RawHttp.status(host.url(), "POST /t/open/mcp", DISCOVER, all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost:1", "127.0.0.1:99", "[::1]", "[::1]:8080", "LocalHost", "gate.example", "GATE.example:80"})
  void on_loopback_the_names_of_this_machine_and_the_listed_ones_pass(String host) {
    assertThat(status(local, "Host: " + host)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:80", "10.0.0.1", "[::2]", "127.0.0.2"})
  void and_no_others(String host) {
    assertThat(status(local, "Host: " + host)).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"http://localhost, 200", "http://localhost:3000, 200", "https://127.0.0.1:1, 200", "http://[::1]:9, 200",
      "https://app.example, 200", "HTTPS://App.Example, 200", "https://app.example:444, 403", "http://app.example, 403",
      "https://evil.example, 403", "http://localhost.evil.example, 403", "null, 403", "'', 403", "http://localhost@evil.example, 403"})
  void on_loopback_pages_of_this_machine_and_the_listed_ones_may_call(String origin, int status) {
    assertThat(status(local, "Host: localhost", "Origin: " + origin)).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"anything.example", "localhost", "10.0.0.1:80"})
  void elsewhere_any_name_passes_when_none_is_listed(String host) {
    assertThat(status(anywhere, "Host: " + host)).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"https://app.example, 200", "http://localhost, 403", "https://evil.example, 403", "null, 403"})
  void elsewhere_only_listed_pages_may_call(String origin, int status) {
    assertThat(status(anywhere, "Host: localhost", "Origin: " + origin)).isEqualTo(status);
  }

  @Test
  void a_page_without_an_origin_of_its_own_may_call_where_null_is_listed() {
    assertThat(status(opaque, "Host: localhost", "Origin: null")).isEqualTo(200);
    assertThat(McpClient.of(opaque.url() + "/t/open/mcp").header("Origin", "null").list().header("Access-Control-Allow-Origin"))
        .isEqualTo("null");
    assertThat(status(opaque, "Host: localhost", "Origin: https://evil.example")).isEqualTo(403);
    assertThat(status(opaque, "Host: localhost", "Origin: ")).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"gate.example, 200", "gate.example:9, 200", "other.example:8443, 200", "other.example, 403", "other.example:1, 403",
      "localhost, 403", "127.0.0.1, 403"})
  void elsewhere_only_listed_names_pass_when_some_are(String host, int status) {
    assertThat(status(named, "Host: " + host)).isEqualTo(status);
  }

  @Test
  void a_request_without_a_name_is_refused() {
    assertThat(status(local)).isIn(400, 403);
  }

  @Test
  void the_refusal_tells_the_operator_which_field() {
    assertThat(RawHttp.send(local.url(), "POST /mcp", "{}", "Host: evil.example")).contains("http.allowedHosts");
    assertThat(RawHttp.send(local.url(), "POST /mcp", "{}", "Host: localhost", "Origin: https://evil.example"))
        .contains("http.allowedOrigins").endsWith(",\"id\":null}");
  }

  @Test
  void names_are_checked_before_keys() {
    assertThat(RawHttp.status(local.url(), "POST /mcp", "{}", "Host: evil.example", "Authorization: Bearer x")).isEqualTo(403);
  }

  @Test
  void a_body_over_the_limit_is_too_large() {
    McpClient open = McpClient.of(local.url() + "/t/open/mcp");

    McpClient.Reply reply = open.call("add", "{\"a\": 2, \"b\": 3, \"c\": \"" + "x".repeat(3000) + "\"}");
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.message()).contains("http.maxBody");
    assertThat(open.call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
  }

  @Test
  void who_has_no_key_is_not_asked_for_a_body() {
    assertThat(McpClient.of(local.url() + "/mcp").post("x".repeat(3000)).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"text/plain, 415", "application/jsonp, 415", "application/x-www-form-urlencoded, 415", "application/json; charset=utf-8, 200",
      "Application/JSON, 200"})
  void a_body_must_say_that_it_is_json(String type, int status) {
    assertThat(RawHttp.status(local.url(), "POST /t/open/mcp", DISCOVER, "Host: localhost", "Content-Type: " + type,
        "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: server/discover")).isEqualTo(status);
  }

  @Test
  void a_listed_page_may_ask_first_and_read_the_answer() {
    McpClient page = McpClient.of(local.url() + "/t/open/mcp").header("Origin", "https://app.example");

    McpClient.Reply asked = page.header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization,mcp-param-region").send("OPTIONS", null);
    assertThat(asked.status()).isEqualTo(204);
    assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    assertThat(asked.header("Access-Control-Allow-Headers")).contains("authorization").contains("mcp-param-region");

    McpClient.Reply answered = page.list();
    assertThat(answered.status()).isEqualTo(200);
    assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    assertThat(answered.header("Access-Control-Expose-Headers")).contains("Mcp-Session-Id");
    assertThat(page.header("Origin", "https://evil.example").send("OPTIONS", null).status()).isEqualTo(403);
  }
}
