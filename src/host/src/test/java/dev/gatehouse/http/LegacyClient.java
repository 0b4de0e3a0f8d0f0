package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;

/** A client of 2025-03-26 to 2025-11-25 in its session, as bare as {@link McpClient}. */
final class LegacyClient {

  static final String SESSION = "Mcp-Session-Id";

  private final McpClient http;
  private final McpClient.Reply opened;

  private LegacyClient(McpClient http, McpClient.Reply opened) {
    this.http = http;
    this.opened = opened;
  }

  /** Says {@code initialize} and {@code notifications/initialized}, and sends the version from then on as its revision demands. */
  static LegacyClient open(McpClient http, String version) {
    McpClient.Reply opened = initialize(http, version);
    LegacyClient client = new LegacyClient(http.header(SESSION, opened.header(SESSION)), opened);
    if (!version.equals("2025-03-26")) {
      client =
          new LegacyClient(client.http.header("MCP-Protocol-Version", opened.json().at("/result/protocolVersion").textValue()), opened);
    }
    client.notify("notifications/initialized");
    return client;
  }

  static McpClient.Reply initialize(McpClient http, String version) {
    ObjectNode params = Json.object().put("protocolVersion", version);
    params.putObject("capabilities");
    params.putObject("clientInfo").put("name", "test").put("version", "1");
    return http.post(McpClient.rpc(0, "initialize", params).toString());
  }

  /** What a client sends as Last-Event-ID that has seen nothing yet of a stream that it has read all the same. */
  static String beginning(String stream) {
    String first = stream.lines().filter(line -> line.startsWith("id: ")).findFirst().orElseThrow();
    return first.substring("id: ".length(), first.lastIndexOf('-')) + "-0";
  }

  /** The answer to {@code initialize}. */
  McpClient.Reply opened() {
    return opened;
  }

  String session() {
    return opened.header(SESSION);
  }

  /** The same with its session headers, for bodies of the test's own. */
  McpClient http() {
    return http;
  }

  McpClient.Reply notify(String method) {
    return http.post(Json.object().put("jsonrpc", "2.0").put("method", method).toString());
  }

  McpClient.Reply request(long id, String method, ObjectNode params) {
    return http.post(McpClient.rpc(id, method, params).toString());
  }

  McpClient.Reply list() {
    return request(2, "tools/list", Json.object());
  }

  McpClient.Reply add(int a, int b) {
    return call("add", a, b);
  }

  McpClient.Reply call(String tool, int a, int b) {
    ObjectNode params = Json.object().put("name", tool);
    params.putObject("arguments").put("a", a).put("b", b);
    return request(3, "tools/call", params);
  }
}
