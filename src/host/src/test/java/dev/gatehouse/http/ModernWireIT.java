package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 2026-07-28 on the wire: every status and code of the specification that applies, in the order of its server checks. */
class ModernWireIT {

  private static final String VERSION = "MCP-Protocol-Version";
  private static final String METHOD = "Mcp-Method";
  private static final String NAME = "Mcp-Name";
  private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
      + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
  private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":\"seven\",\"method\":\"tools/call\",\"params\":{\"name\":\"add\","
      + "\"arguments\":{\"a\":2,\"b\":3}," + META + "}}";

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static McpClient client;

  @BeforeAll
  static void take_a_key() {
    client = McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "* !hidden*"));
  }

  private static McpClient calling() {
    return client.header(VERSION, McpClient.MODERN).header(METHOD, "tools/call").header(NAME, "add");
  }

  private static void assertRefused(McpClient.Reply reply, int status, int code, String id) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.code()).as(reply.text()).isEqualTo(code);
    if (id == null) {
      assertThat(reply.json().has("id")).as("an id that was not read is left out, not null").isFalse();
    } else {
      assertThat(reply.json().get("id").textValue()).isEqualTo(id);
    }
    assertThat(reply.json().has("result")).isFalse();
  }

  private static void assertComplete(McpClient.Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    JsonNode result = reply.json().get("result");
    assertThat(result.path("resultType").textValue()).isEqualTo("complete");
    JsonNode server = result.at("/_meta/io.modelcontextprotocol~1serverInfo");
    assertThat(server.path("name").textValue()).isEqualTo("gatehouse");
    assertThat(server.path("version").textValue()).isNotEmpty();
    assertThat(reply.header("Mcp-Session-Id")).isNull();
  }

  private static void assertMayNotBeShared(McpClient.Reply reply) {
    assertThat(reply.json().at("/result/ttlMs").isIntegralNumber()).isTrue();
    assertThat(reply.json().at("/result/ttlMs").longValue()).isNotNegative();
    assertThat(reply.json().at("/result/cacheScope").textValue()).isEqualTo("private");
  }

  @Test
  void discover_tells_versions_and_exactly_what_is_served() {
    McpClient.Reply reply = client.request("server/discover", Json.object());

    assertComplete(reply);
    assertMayNotBeShared(reply);
    JsonNode result = reply.json().get("result");
    assertThat(texts(result.get("supportedVersions")))
        .containsExactly("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
    assertThat(result.get("capabilities").toString()).isEqualTo("{\"tools\":{\"listChanged\":true},\"logging\":{}}");
    assertThat(result.has("serverInfo")).isFalse();
  }

  @Test
  void a_list_is_complete_private_and_always_in_the_same_order() {
    McpClient.Reply reply = client.list();

    assertComplete(reply);
    assertMayNotBeShared(reply);
    assertThat(reply.json().at("/result/tools").findValuesAsText("name")).containsExactly("add", "subtract");
    assertThat(reply.json().at("/result/tools/0/inputSchema/type").textValue()).isEqualTo("object");
    assertThat(reply.json().at("/result/tools/0/inputSchema/properties").fieldNames()).toIterable().containsExactly("a", "b");
    assertThat(client.list().json().at("/result/tools")).isEqualTo(reply.json().at("/result/tools"));
  }

  @Test
  void a_call_is_answered_with_its_id_and_is_not_to_be_kept() {
    McpClient.Reply reply = calling().post(CALL);

    assertComplete(reply);
    assertThat(reply.json().get("id").textValue()).isEqualTo("seven");
    assertThat(reply.toolText()).isEqualTo("5");
    assertThat(reply.json().get("result").has("cacheScope")).isFalse();
    assertThat(reply.json().get("result").has("isError")).isFalse();
  }

  @Test
  void an_integer_id_stays_an_integer() {
    assertThat(calling().post(CALL.replace("\"seven\"", "12345678901234567890")).json().get("id").toString())
        .isEqualTo("12345678901234567890");
  }

  @Test
  void arguments_that_do_not_fit_are_an_answer_of_the_tool() {
    McpClient.Reply reply = client.call("add", "{\"a\": 2}");

    assertComplete(reply);
    assertThat(reply.json().at("/result/isError").booleanValue()).isTrue();
    assertThat(reply.toolText()).contains("'b'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "{\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\"}", "nonsense"})
  void what_is_not_one_json_document_is_a_parse_error(String body) {
    assertRefused(calling().post(body), 400, -32700, null);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "[] | ", "[{\"jsonrpc\":\"2.0\",\"id\":\"seven\",\"method\":\"tools/list\"}] | ", "7 | ", "null | ",
      "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"tools/list\"} | ", "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"tools/list\"} | ",
      "{\"jsonrpc\":\"2.0\",\"id\":\"seven\"} | seven", "{\"jsonrpc\":\"1.0\",\"id\":\"seven\",\"method\":\"tools/list\"} | seven",
      "{\"jsonrpc\":\"2.0\",\"id\":\"seven\",\"method\":\"tools/list\",\"params\":[1]} | seven"})
  void what_is_no_request_is_an_invalid_one(String body, String id) {
    assertRefused(calling().post(body), 400, -32600, id);
  }

  @Test
  void a_client_has_nothing_to_answer() {
    assertRefused(calling().post("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"), 400, -32600, null);
  }

  @Test
  void a_notification_is_taken_without_a_word() {
    McpClient.Reply reply = client.header(VERSION, McpClient.MODERN)
        .post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.text()).isEmpty();
  }

  @Test
  void each_mirrored_header_must_be_there() {
    assertRefused(client.header(METHOD, "tools/call").header(NAME, "add").post(CALL), 400, -32020, "seven");
    assertRefused(client.header(VERSION, McpClient.MODERN).header(NAME, "add").post(CALL), 400, -32020, "seven");
    assertRefused(client.header(VERSION, McpClient.MODERN).header(METHOD, "tools/call").post(CALL), 400, -32020, "seven");
  }

  @ParameterizedTest
  @CsvSource({"MCP-Protocol-Version, 2025-11-25", "MCP-Protocol-Version, 1900-01-01", "Mcp-Method, tools/list", "Mcp-Method, Tools/Call",
      "Mcp-Method, =?base64?dG9vbHMvY2FsbA==?=", "Mcp-Name, Add", "Mcp-Name, subtract", "Mcp-Name, =?base64?YWRk?==",
      "Mcp-Name, =?base64?YWR?=", "Mcp-Name, =?base64?YW!k?="})
  void each_must_say_what_the_body_says(String header, String value) {
    assertRefused(calling().header(header, value).post(CALL), 400, -32020, "seven");
  }

  @Test
  void white_space_around_a_header_and_base64_in_a_name_change_nothing() {
    assertThat(calling().header(NAME, "  add ").post(CALL).toolText()).isEqualTo("5");
    assertThat(calling().header(NAME, "=?base64?YWRk?=").post(CALL).toolText()).isEqualTo("5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "null", "{\"_meta\":{}}", "{\"_meta\":7}", "{\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":{}}}",
          "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}",
          "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":[]}}",
          "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":7,\"io.modelcontextprotocol/clientCapabilities\":{}}}"})
  void metadata_must_be_whole(String params) {
    assertRefused(calling().post("{\"jsonrpc\":\"2.0\",\"id\":\"seven\",\"method\":\"tools/list\",\"params\":" + params + "}"),
        400, -32602, "seven");
  }

  @Test
  void who_the_client_is_need_not_be_said_and_other_metadata_is_left_alone() {
    String more = CALL.replace("\"_meta\":{", "\"_meta\":{\"traceparent\":\"00-0\",\"io.modelcontextprotocol/clientInfo\":7,");

    assertThat(calling().post(more).toolText()).isEqualTo("5");
  }

  @Test
  void a_version_that_is_not_served_is_told_which_are() {
    McpClient.Reply reply = calling().header(VERSION, "1900-01-01").post(CALL.replace("2026-07-28", "1900-01-01"));

    assertRefused(reply, 400, -32022, "seven");
    assertThat(reply.json().at("/error/data/requested").textValue()).isEqualTo("1900-01-01");
    assertThat(texts(reply.json().at("/error/data/supported"))).isEqualTo(
        texts(client.request("server/discover", Json.object()).json().at("/result/supportedVersions")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "unknown/method",
      "prompts/list", "resources/list", "completion/complete", "tasks/get"})
  void a_method_that_is_not_served_is_not_found(String method) {
    McpClient.Reply reply = client.request(method, Json.object());

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo(-32601);
    assertThat(reply.json().get("id").isIntegralNumber()).isTrue();
  }

  @Test
  void what_is_wrong_first_is_told_first() {
    // Each body has every fault from its own on; the answer is about the first.
    String unknown = "{\"jsonrpc\":\"2.0\",\"id\":\"seven\",\"method\":\"no\",\"params\":{%s}}";
    String old = META.replace("2026-07-28", "1900-01-01");
    McpClient bare = client.header(METHOD, "wrong");

    assertRefused(bare.post(unknown.formatted("\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"1900-01-01\"}")), 400, -32020,
        "seven");
    assertRefused(bare.header(VERSION, "1").post(unknown.formatted("")), 400, -32602, "seven");
    assertRefused(bare.header(VERSION, "1").post(unknown.formatted(old)), 400, -32020, "seven");
    assertRefused(bare.header(VERSION, "1900-01-01").post(unknown.formatted(old)), 400, -32022, "seven");
    assertRefused(bare.header(VERSION, McpClient.MODERN).post(unknown.formatted(META)), 400, -32020, "seven");
    assertRefused(client.header(VERSION, McpClient.MODERN).header(METHOD, "no").post(unknown.formatted(META)), 404, -32601, "seven");
    assertRefused(calling().header(NAME, "x").post(CALL.replace("\"add\"", "7")), 200, -32602, "seven");
  }

  @Test
  void an_unknown_tool_a_bad_cursor_and_bad_parameters_are_ordinary_answers() {
    assertOrdinary(client.call("nothing", "{}"));
    assertOrdinary(client.request("tools/list", Json.object().put("cursor", "x")));
    assertOrdinary(client.call("add", "[1]"));
    assertOrdinary(client.header(NAME, "add").request("tools/call", Json.object()));
  }

  private static void assertOrdinary(McpClient.Reply reply) {
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.code()).isEqualTo(-32602);
    assertThat(reply.json().has("id")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hidden", "hidden.too"})
  void what_is_not_granted_is_forbidden_whether_or_not_it_exists(String tool) {
    McpClient.Reply reply = client.call(tool, "{}");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.code()).isEqualTo(403);
    assertThat(reply.message()).contains("'" + tool + "'");
    assertThat(reply.header("WWW-Authenticate")).isNull();
  }

  @Test
  void a_session_header_means_nothing_here() {
    assertComplete(client.header("Mcp-Session-Id", "anything").list());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "PUT", "PATCH"})
  void the_endpoint_takes_post(String method) {
    McpClient.Reply reply = client.send(method, null);

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).contains("POST");
  }

  private static List<String> texts(JsonNode array) {
    return Json.mapper().convertValue(array, Json.mapper().getTypeFactory().constructCollectionType(List.class, String.class));
  }

  @Test
  void a_path_with_the_tenant_is_the_same_endpoint() {
    ObjectNode params = Json.object();
    assertComplete(McpClient.of(host.url() + "/t/demo/mcp").key(host.key("demo", "tools", "*")).request("tools/list", params));
  }
}
