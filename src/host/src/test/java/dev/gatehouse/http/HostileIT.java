package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no decent client sends, and what a caller with a key may not do to the others. */
class HostileIT {

  private static final String WAITING = PluginJars.plugin("""
      @Tool public String hang() throws InterruptedException {
        Thread.sleep(600_000);
        return "waited";
      }
      """);

  @RegisterExtension
  static final TestHost host = new TestHost("{\"tenants\": {\"open\": {\"anonymous\": {\"tools\": \"*\"}}}}")
      .plugin("demo", "math").plugin("open", "math").jar("demo", PluginJars.jar(folder(), "waiting", WAITING));

  private static String key;
  private static McpClient client;

  private static Path folder() {
    try {
      return Files.createTempDirectory("hostile");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void take_a_key() {
    key = host.key("demo", "tools", "*", "resources", "*");
    client = McpClient.of(host.url() + "/mcp").key(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/t/demo/mcp", "/t/open/mcp", "/sse", "/messages"})
  void what_looks_like_a_preflight_does_not_get_past_the_key_check(String path) {
    assertThat(RawHttp.status(host.url(), "OPTIONS " + path, null, "Host: localhost",
        "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization")).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: localhost", "Origin: http://localhost"})
  void a_repeated_name_or_origin_is_refused(String header) {
    assertThat(RawHttp.status(host.url(), "POST /t/open/mcp", "{}", "Host: localhost", "Origin: http://localhost", header))
        .isEqualTo(400);
  }

  @Test
  void a_key_does_not_belong_into_a_path_or_a_parameters_name_either() {
    for (String target : List.of("/" + key, "/t/" + key + "/mcp", "/t/%67" + key.substring(1) + "/mcp", "/mcp?" + key)) {
      assertThat(RawHttp.send(host.url(), "POST " + target, "{}", "Host: localhost")).contains(" 401 ").contains("belong in a URL");
    }
  }

  @Test
  void a_url_with_what_a_terminal_would_obey_is_refused() {
    assertThat(RawHttp.status(host.url(), "GET /t/\u001b[31m/mcp", null, "Host: localhost")).isEqualTo(400);
    assertThat(RawHttp.status(host.url(), "GET /t/\u007f/mcp", null, "Host: localhost")).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"/sse/, /messages", "//sse, /messages", "//evil.example/../sse, /messages", "/t/demo/sse/, /t/demo/messages",
      "/t/dem%6f/sse, /t/demo/messages"})
  void a_stream_is_never_told_to_post_to_another_host(String path, String messages) {
    try (SseClient stream = SseClient.open(host.url() + path, key)) {
      assertThat(stream.next().data()).startsWith(messages + "?sessionId=");
    }
  }

  @Test
  void a_number_beyond_all_scales_is_the_callers_fault() {
    McpClient.Reply reply = client.post("{\"jsonrpc\": \"2.0\", \"id\": 1e30000000000}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo(-32700);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/mcp%zz", "/t/%/mcp", "/t/demo%2/mcp", "/%25%", "/mcp/%g0?x=%zz"})
  void a_path_that_cannot_be_read_is_refused(String path) {
    for (String url : List.of(host.url(), "http://127.0.0.1:" + host.adminPort())) {
      assertThat(RawHttp.send(url, "GET " + path, null, "Host: localhost")).contains(" 400 ").contains("has a '%' that is not followed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5\r\nabcdeXX\r\n0\r\n\r\n", "5\nabcde\nzz\r\n", "3\r\nabc\r\nzz\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n-1\r\n"})
  void a_body_with_bad_chunks_is_the_callers_fault(String chunks) {
    // As the body of a request whose head says so: RawHttp's own Content-Length would be another fault.
    assertThat(RawHttp.send(host.url(), "POST /mcp", null, "Host: localhost", "Authorization: Bearer " + key,
        "Content-Type: application/json", "Transfer-Encoding: chunked\r\n\r\n" + chunks)).doesNotContain(" 500 ");
  }

  @Test
  void a_batch_is_short() {
    LegacyClient session = LegacyClient.open(client, "2025-03-26");

    assertThat(session.http().post(pings(100)).json()).hasSize(100);
    McpClient.Reply long_one = session.http().post(pings(101));
    assertThat(long_one.status()).isEqualTo(400);
    assertThat(long_one.message()).contains("100");
  }

  private static String pings(int count) {
    List<String> pings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pings.add(McpClient.rpc(i, "ping", Json.object()).toString());
    }
    return pings.toString();
  }

  @Test
  void what_a_refusal_quotes_of_a_request_is_bounded() {
    String name = "x".repeat(500_000);
    LegacyClient session = LegacyClient.open(client, "2025-11-25");

    for (McpClient.Reply refusal : List.of(
        client.header("Mcp-Name", "x").request("tools/call", Json.object().put("name", name)),
        session.request(1, "tools/call", Json.object().put("name", name)),
        session.request(1, name, Json.object()))) {
      assertThat(refusal.message()).hasSizeBetween(1_000, 10_000).endsWith("xx…");
    }
  }

  @Test
  void what_a_session_keeps_of_its_client_is_bounded() {
    ObjectNode params = Json.object().put("protocolVersion", "2025-11-25");
    params.putObject("capabilities").putObject("experimental").put("x", "x".repeat(20_000));
    McpClient.Reply opened = client.post(McpClient.rpc(0, "initialize", params).toString());
    assertThat(opened.code()).isEqualTo(-32602);
    assertThat(opened.header("Mcp-Session-Id")).isNull();

    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    assertThat(session.request(1, "resources/subscribe", Json.object().put("uri", "x:" + "y".repeat(3_000))).code()).isEqualTo(-32602);
    assertThat(session.request(1, "resources/subscribe", Json.object().put("uri", "x:y")).status()).isEqualTo(200);
  }

  @Test
  void an_id_that_is_running_is_not_free() throws Exception {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    CompletableFuture<McpClient.Reply> hanging = CompletableFuture.supplyAsync(() -> hang(session));
    McpClient.Reply refused = session.add(2, 3);
    while (!hanging.isDone() && refused.json().has("result")) {
      refused = session.add(2, 3);
    }
    assertThat(refused.message()).contains("still running");

    session.http().post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":3}}");

    assertThat(hanging.get().text()).as("cancelled, and not answered").isEmpty();
    eventually(() -> session.add(2, 3).toolText(), "5");
  }

  /** Under the id of {@link LegacyClient#add}, as soon as that is free. */
  private static McpClient.Reply hang(LegacyClient session) {
    McpClient.Reply reply;
    do {
      reply = session.request(3, "tools/call", Json.object().put("name", "hang"));
    } while (reply.text().contains("still running"));
    return reply;
  }

  @Test
  void a_listener_is_told_why_its_stream_ends_and_has_so_many() throws IOException {
    String own = host.key("demo", "tools", "*");
    List<BufferedReader> streams = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      streams.add(listen(own, 200));
    }
    listen(own, 429).close();
    listen(key, 200).close();

    host.redis().cli("SADD", "mcp:revoked", TestHost.idOf(own));

    assertThat(streams.get(0).lines().filter(line -> line.startsWith("data: ")).toList())
        .hasSize(2).last().asString().contains("\"code\":401");
    for (BufferedReader stream : streams) {
      stream.close();
    }
  }

  private static BufferedReader listen(String key, int status) {
    ObjectNode params = Json.object();
    params.putObject("notifications").put("toolsListChanged", true);
    params.putObject("_meta").put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
        .putObject("io.modelcontextprotocol/clientCapabilities");
    HttpRequest request = HttpRequest.newBuilder(URI.create(host.url() + "/mcp")).header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json").header("MCP-Protocol-Version", "2026-07-28")
        .header("Mcp-Method", "subscriptions/listen")
        .POST(HttpRequest.BodyPublishers.ofString(McpClient.rpc(1, "subscriptions/listen", params).toString())).build();
    HttpResponse<InputStream> response = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
        .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()).join();
    assertThat(response.statusCode()).isEqualTo(status);
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  @Test
  void the_admin_port_answers_to_the_names_of_this_machine_alone() {
    String admin = "http://127.0.0.1:" + host.adminPort();

    assertThat(RawHttp.status(admin, "GET /health/ready", null, "Host: localhost")).isEqualTo(200);
    assertThat(RawHttp.status(admin, "GET /health/ready", null, "Host: evil.example")).isEqualTo(403);
    assertThat(RawHttp.status(admin, "GET /health/ready", null, "Host: localhost", "Origin: http://evil.example")).isEqualTo(403);
  }
}
