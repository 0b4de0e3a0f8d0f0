package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of other languages and libraries send, look for and can read. */
class OtherClientsIT {

  private static final List<String> LEGACY = List.of("2025-03-26", "2025-06-18", "2025-11-25");
  private static final String BASIC = "Basic dXNlcjpwdw==";

  @RegisterExtension
  static final TestHost host = new TestHost("{\"tenants\": {\"open\": {\"anonymous\": {\"tools\": \"*\"}}}}")
      .jar("demo", plugin()).plugin("open", "math");

  private static String key;
  private static McpClient client;

  private static Path plugin() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-others"), "others", PluginJars.plugin("""
          @Tool public String now() { return "noon"; }
          @Tool public String steps(Progress progress) { progress.notify(1, 2); return "" + progress.isRequested(); }
          @Tool public Map<String, String> half() { return Map.of("a\\uD83D", "b\\uDE00\\u2028c"); }
          @Tool public String fails() { throw new ToolCallException("no \\uD83D"); }
          @Prompt public String greet() { return "hi \\uDE00"; }
          """));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void take_a_key() {
    key = host.key("demo", "tools", "*", "prompts", "*");
    client = at("/mcp").key(key);
  }

  private static McpClient at(String path) {
    return McpClient.of(host.url() + path);
  }

  private static McpClient.Reply ask(McpClient session, String id, String method, String params) {
    return session.post(("{'jsonrpc':'2.0','id':" + id + ",'method':'" + method + "'" + params + "}").replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'params':null", ",'params':[]", ",'params':{}", ",'params':{'_meta':[]}", ",'params':{'cursor':null}"})
  void parameters_that_are_empty_in_any_way_are_none(String params) {
    for (String version : LEGACY) {
      McpClient session = LegacyClient.open(client, version).http();

      assertThat(ask(session, "1", "tools/list", params).json().at("/result/tools")).as(version).hasSize(4);
      assertThat(ask(session, "1", "ping", params).json().at("/result")).isEqualTo(Json.object());
      assertThat(session.post(("{'jsonrpc':'2.0','method':'notifications/initialized'" + params + "}").replace('\'', '"')).status())
          .isEqualTo(202);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'arguments':null", ",'arguments':[]", ",'arguments':{}"})
  void so_are_arguments(String arguments) {
    McpClient session = LegacyClient.open(client, "2025-06-18").http();

    assertThat(ask(session, "1", "tools/call", ",'params':{'name':'now'" + arguments + "}").toolText()).isEqualTo("noon");
    assertThat(ask(session, "1", "prompts/get", ",'params':{'name':'greet'" + arguments + "}").json().has("result")).isTrue();
    assertThat(client.header("Mcp-Name", "now").request("tools/call",
        Json.object().put("name", "now").set("arguments", Json.array())).toolText()).isEqualTo("noon");
    assertThat(ask(session, "1", "tools/call", ",'params':{'name':'now','arguments':[1]}").code()).isEqualTo(-32602);
  }

  @Test
  void so_are_capabilities() {
    McpClient.Reply reply = client.post(("{'jsonrpc':'2.0','id':1.0,'method':'initialize','params':{'protocolVersion':'2025-06-18',"
        + "'capabilities':{'sampling':[],'roots':null},'clientInfo':[]}}").replace('\'', '"'));

    assertThat(reply.json().at("/result/protocolVersion").textValue()).as(reply.text()).isEqualTo("2025-06-18");
  }

  @ParameterizedTest
  @CsvSource({"1.0, 1", "7, 7", "2e0, 2", "12345678901.0, 12345678901"})
  void ids_and_progress_tokens_are_integers_however_they_are_written(String sent, String id) {
    McpClient.Reply reply = ask(LegacyClient.open(client, "2025-06-18").http(), sent, "tools/call",
        ",'params':{'name':'steps','_meta':{'progressToken':" + sent + "}}");

    assertThat(reply.text()).contains("\"id\":" + id + ",", "\"progressToken\":" + id + ",", "\"text\":\"true\"");
    McpClient.Reply modern = client.header("MCP-Protocol-Version", McpClient.MODERN).header("Mcp-Method", "tools/list")
        .post("{\"jsonrpc\":\"2.0\",\"id\":"
            + sent + ",\"method\":\"tools/list\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}");
    assertThat(modern.text()).contains("\"id\":" + id + ",");
  }

  @Test
  void an_initialize_for_a_version_that_nobody_knows_is_told_those_that_are_served() {
    for (McpClient.Reply reply : List.of(LegacyClient.initialize(client.header("MCP-Protocol-Version", "2099-01-01"), "2099-01-01"),
        ask(client, "1", "initialize", ",'params':{}"), ask(client, "1", "initialize", ",'params':{'protocolVersion':2025}"),
        LegacyClient.open(client, "2025-11-25").http().header("MCP-Protocol-Version", "2099-01-01")
            .post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"))) {
      assertThat(reply.code()).as(reply.text()).isEqualTo(-32602);
      assertThat(reply.json().at("/error/data/supported")).extracting(JsonNode::textValue)
          .containsExactly("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
      assertThat(reply.message()).contains("2026-07-28, 2025-11-25, 2025-06-18, 2025-03-26, 2024-11-05");
    }
    McpClient session = LegacyClient.open(client, "2025-11-25").http().header("MCP-Protocol-Version", "2099-01-01");
    assertThat(session.send("DELETE", null).message()).contains("'2099-01-01'").contains("2025-11-25, 2025-06-18");
  }

  @ParameterizedTest
  @CsvSource({"POST, /register", "POST, /token", "GET, /authorize?response_type=code&state=x", "POST, /t/demo/register",
      "POST, /t/demo/mcp/token",
      "POST, /mcp/register", "GET, /register/", "POST, /t/nowhere/authorize"})
  void a_client_that_looks_for_oauth_is_told_to_send_a_key(String method, String path) {
    for (McpClient asking : List.of(at(path), at(path).key(key), at(path).header("Content-Type", "application/x-www-form-urlencoded"))) {
      McpClient.Reply reply = asking.send(method, method.equals("POST") ? "{\"redirect_uris\":[\"http://localhost/cb\"]}" : null);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.header("Content-Type")).isEqualTo("application/json");
      assertThat(reply.json().fieldNames()).toIterable().containsExactly("error", "error_description");
      assertThat(reply.json().path("error").textValue()).isEqualTo("invalid_request");
      assertThat(reply.json().path("error_description").textValue()).contains("this host takes API keys", "Authorization: Bearer",
          "X-API-Key");
    }
  }

  @Test
  void other_paths_are_not_found_as_before() {
    for (String path : List.of("/registered", "/tokens", "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration")) {
      McpClient.Reply reply = at(path).send("GET", null);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.code()).isEqualTo(404);
    }
  }

  @Test
  void a_refusal_before_the_body_is_read_has_the_id_null() {
    String other = host.key("demo", "tools", "*");
    assertNullId(at("/mcp").post("{}"), 401);
    assertNullId(at("/mcp").header("MCP-Protocol-Version", McpClient.MODERN).key("gth_x").post("{}"), 401);
    assertNullId(at("/mcp?api_key=x").post("{}"), 401);
    assertNullId(client.header("X-API-Key", other).post("{}"), 400);
    assertNullId(client.header("Origin", "https://evil.example.com").post("{}"), 403);
    assertNullId(at("/t/nowhere/mcp").key(key).post("{}"), 404);
    assertNullId(at("/sse").send("GET", null), 401);
    assertNullId(client.header("Content-Encoding", "gzip").post("{}"), 415);
    assertThat(RawHttp.send(host.url(), "POST /mcp", "{}", "Host: evil.example.com", "Content-Type: application/json"))
        .startsWith("HTTP/1.1 403").endsWith(",\"id\":null}");
    assertThat(client.post("{").json().has("id")).as("no revision's schema knows null in an error of the protocol").isFalse();
  }

  @Test
  void a_refusal_for_want_of_a_session_has_the_requests_id_where_there_is_one() {
    McpClient unknown = client.header(LegacyClient.SESSION, "0");
    assertThat(client.post("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}").json().path("id").textValue()).isEqualTo("a");
    assertThat(unknown.post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}").json().path("id").intValue()).isEqualTo(7);
    assertNullId(client.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"), 400);
    assertNullId(unknown.post("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}"), 404);
    assertNullId(unknown.send("GET", null), 404);
    assertNullId(unknown.send("DELETE", null), 404);
  }

  private static void assertNullId(McpClient.Reply reply, int status) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.code()).isEqualTo(status);
    assertThat(reply.json().path("id").isNull()).as(reply.text()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", BASIC, "Negotiate YII", "Bearer", "Bearer "})
  void an_authorization_that_holds_no_key_leaves_the_other_header_alone(String authorization) {
    String open = host.key("open", "tools", "*");
    McpClient sent = at("/mcp").header("Authorization", authorization);

    assertThat(sent.header("X-API-Key", key).list().status()).isEqualTo(200);
    assertThat(sent.header("X-API-Key", key + "0").list().status()).isEqualTo(401);
    assertThat(sent.list().status()).isEqualTo(401);
    McpClient anonymous = at("/t/open/mcp").header("Authorization", authorization);
    assertThat(anonymous.header("X-API-Key", open).list().status()).isEqualTo(200);
    assertThat(anonymous.header("X-API-Key", open + "0").list().status()).isEqualTo(401);
    assertThat(anonymous.list().status()).as("a bad credential, not none").isEqualTo(401);
  }

  @Test
  void an_empty_key_beside_a_bearer_is_no_other_key() {
    assertThat(client.header("X-API-Key", "").list().status()).isEqualTo(200);
    assertThat(at("/t/open/mcp").header("X-API-Key", "").list().status()).isEqualTo(401);
  }

  @Test
  void half_a_character_never_leaves_the_host() {
    for (McpClient.Reply reply : List.of(client.call("half", "{}"), client.call("fails", "{}"),
        client.header("Mcp-Name", "greet").request("prompts/get", Json.object().put("name", "greet")),
        client.header("Mcp-Name", "=?base64?eA==?=").request("tools/call", Json.object().put("name", "\uD83D")),
        LegacyClient.open(client, "2025-06-18").request(1, "tools/call", Json.object().put("name", "half")))) {
      assertThat(reply.text()).doesNotContainIgnoringCase("\\ud83d").doesNotContainIgnoringCase("\\ude00").doesNotContain("\u2028");
    }
    assertThat(client.call("half", "{}").text()).contains("a\uFFFD", "b\uFFFD\\u2028c");
    assertThat(client.call("fails", "{}").toolText()).isEqualTo("no \uFFFD");
  }
}
