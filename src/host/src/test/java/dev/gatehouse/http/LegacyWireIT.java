package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 2025-03-26 to 2025-11-25 on the wire: the handshake, sessions, and errors that ride on 200. */
class LegacyWireIT {

  private static final String BATCH = "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},"
      + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"},"
      + "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"no\"},"
      + "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"add\",\"arguments\":{\"a\":2,\"b\":3}}}]";

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static McpClient client;

  @BeforeAll
  static void take_a_key() {
    client = McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "* !hidden"));
  }

  @ParameterizedTest
  @CsvSource({"2025-03-26, 2025-03-26", "2025-06-18, 2025-06-18", "2025-11-25, 2025-11-25", "2024-11-05, 2024-11-05",
      "2030-01-01, 2025-11-25", "'', 2025-11-25", "2026-07-28, 2025-11-25"})
  void the_version_asked_for_is_agreed_to_or_the_newest_of_the_era_is_offered(String asked, String agreed) {
    McpClient.Reply reply = LegacyClient.initialize(client, asked);

    assertThat(reply.status()).isEqualTo(200);
    JsonNode result = reply.json().get("result");
    assertThat(result.path("protocolVersion").textValue()).isEqualTo(agreed);
    assertThat(result.path("capabilities").toString()).isEqualTo("{\"tools\":{\"listChanged\":true},\"logging\":{}}");
    assertThat(result.at("/serverInfo/name").textValue()).isEqualTo("gatehouse");
    assertThat(result.fieldNames()).toIterable().containsExactlyInAnyOrder("protocolVersion", "capabilities", "serverInfo");
    assertThat(reply.header("Mcp-Session-Id")).matches("[\\x21-\\x7e]{32,}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
  void a_session_from_its_beginning_to_its_end(String version) {
    LegacyClient session = LegacyClient.open(client, version);
    McpClient.Reply told = session.notify("notifications/initialized");
    assertThat(told.status()).isEqualTo(202);
    assertThat(told.text()).isEmpty();

    assertThat(session.request(1, "ping", Json.object()).text()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    JsonNode list = session.list().json().get("result");
    assertThat(list.fieldNames()).toIterable().containsExactly("tools");
    assertThat(list.get("tools").findValuesAsText("name")).containsExactly("add", "subtract");
    McpClient.Reply sum = session.add(2, 3);
    assertThat(sum.status()).isEqualTo(200);
    assertThat(sum.toolText()).isEqualTo("5");
    assertThat(sum.json().get("result").has("resultType")).isFalse();
    assertThat(sum.json().get("result").has("_meta")).isFalse();

    assertThat(session.http().send("DELETE", null).status()).isEqualTo(204);
    assertThat(session.list().status()).isEqualTo(404);
    assertThat(session.http().send("DELETE", null).status()).isEqualTo(404);
    assertThat(session.http().send("GET", null).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
  void a_request_that_fails_is_answered_on_200(String version) {
    LegacyClient session = LegacyClient.open(client, version);

    assertError(session.request(9, "no/such", Json.object()), -32601);
    assertError(session.request(9, "server/discover", Json.object()), -32601);
    assertError(session.request(9, "tools/call", Json.object()), -32602);
    assertError(session.request(9, "tools/call", Json.object().put("name", "nothing")), -32602);
    McpClient.Reply refused = session.request(9, "tools/call", Json.object().put("name", "hidden"));
    assertError(refused, 403);
    assertThat(refused.message()).contains("'hidden'");
  }

  private static void assertError(McpClient.Reply reply, int code) {
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.code()).isEqualTo(code);
    assertThat(reply.json().get("id").intValue()).isEqualTo(9);
  }

  @Test
  void without_a_session_nothing_but_the_handshake_is_served() {
    McpClient.Reply reply = client.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("Mcp-Session-Id");
    assertThat(client.post(BATCH).status()).isEqualTo(400);
  }

  @Test
  void an_unknown_session_is_not_found() {
    McpClient stranger = client.header("Mcp-Session-Id", "nobody");

    assertThat(stranger.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}").status()).isEqualTo(404);
    assertThat(stranger.send("DELETE", null).status()).isEqualTo(404);
  }

  @Test
  void a_session_of_another_key_is_not_found_either() {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    McpClient other = McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "*")).header("Mcp-Session-Id", session.session());

    McpClient.Reply reply = other.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).isEqualTo(other.header("Mcp-Session-Id", "nobody")
        .post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}").text());
    assertThat(other.send("DELETE", null).status()).isEqualTo(404);
    assertThat(session.add(2, 3).toolText()).isEqualTo("5");
  }

  @Test
  void a_session_is_no_key() {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");

    assertThat(McpClient.of(host.url() + "/mcp").header("Mcp-Session-Id", session.session())
        .post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}").status()).isEqualTo(401);
  }

  @Test
  void without_a_session_there_is_no_stream_and_nothing_to_end() {
    assertThat(client.send("DELETE", null).status()).isEqualTo(405);
    McpClient.Reply reply = client.send("GET", null);

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).contains("POST");
  }

  @Test
  void a_version_header_that_nobody_knows_is_refused() {
    McpClient odd = LegacyClient.open(client, "2025-11-25").http().header("MCP-Protocol-Version", "1.0.0");

    assertThat(odd.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}").status()).isEqualTo(400);
  }

  @Test
  void a_handshake_that_fails_opens_no_session() {
    McpClient.Reply reply = client.post("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"initialize\",\"params\":{}}");

    assertError(reply, -32602);
    assertThat(reply.header("Mcp-Session-Id")).isNull();
  }

  @Test
  void malformed_messages_are_bad_requests() {
    McpClient session = LegacyClient.open(client, "2025-11-25").http();

    assertThat(session.post("{").code()).isEqualTo(-32700);
    McpClient.Reply reply = session.post("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo(-32600);
  }

  @Test
  void a_batch_of_2025_03_26_is_answered_in_one_array() {
    McpClient.Reply reply = LegacyClient.open(client, "2025-03-26").http().post(BATCH);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().findValuesAsText("id")).containsExactly("1", "x", "3");
    assertThat(reply.json().at("/0/result").toString()).isEqualTo("{}");
    assertThat(reply.json().at("/1/error/code").intValue()).isEqualTo(-32601);
    assertThat(reply.json().at("/2/result/content/0/text").textValue()).isEqualTo("5");
  }

  @Test
  void a_batch_without_requests_is_accepted() {
    McpClient.Reply reply = LegacyClient.open(client, "2025-03-26").http()
        .post("[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}},"
            + "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}]");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.text()).isEmpty();
  }

  @Test
  void a_batch_cannot_begin_another_session() {
    LegacyClient session = LegacyClient.open(client, "2025-03-26");
    McpClient.Reply reply = session.http().post("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\","
        + "\"params\":{\"protocolVersion\":\"2025-11-25\"}}]");

    assertThat(reply.json().at("/0/error/code").intValue()).as(reply.text()).isEqualTo(-32600);
    assertThat(session.http().post(BATCH).status()).as("still the revision that was agreed to").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-06-18", "2025-11-25"})
  void later_revisions_have_no_batches(String version) {
    McpClient.Reply reply = LegacyClient.open(client, version).http().post(BATCH);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo(-32600);
  }

  @Test
  void an_empty_batch_is_none() {
    assertThat(LegacyClient.open(client, "2025-03-26").http().post("[]").code()).isEqualTo(-32600);
  }
}
