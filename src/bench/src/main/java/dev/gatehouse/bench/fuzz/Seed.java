package dev.gatehouse.bench.fuzz;

import java.util.List;

/**
 * A valid message, from which others are made.
 *
 * @param revision of the protocol
 * @param method the JSON-RPC method
 * @param name what {@code Mcp-Name} says, or null
 * @param body the body
 */
record Seed(String revision, String method, String name, String body) {

  static final String MODERN = "2026-07-28";
  /** The revision whose answers come on a stream opened beside. */
  static final String OLDEST = "2024-11-05";
  private static final List<String> SESSIONS = List.of(OLDEST, "2025-03-26", "2025-06-18", "2025-11-25");
  private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
      + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{},\"sampling\":{},\"roots\":{}},"
      + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"fuzz\",\"version\":\"1\"},\"progressToken\":\"p\"}";

  /** What both eras have: method, name, parameters without their braces. */
  private static final List<String[]> SHARED = List.of(
      shared("tools/list", null, ""),
      shared("tools/list", null, "\"cursor\":\"MTAw\""),
      call("add", "\"a\":2,\"b\":3"),
      call("add", "\"a\":2.50,\"b\":-3e2"),
      call("weather", "\"city\":\"Ulm\",\"scale\":\"CELSIUS\",\"hours\":2"),
      call("scale_shape", "\"shape\":{\"type\":\"Circle\",\"radius\":1.5},\"factor\":2"),
      call("reserve", "\"flight\":\"LH400\",\"names\":[\"Ann\",\"Bob\"],\"bags\":1"),
      call("is_even", "\"number\":42"),
      call("later", "\"text\":\"soon\""),
      call("query_region", "\"region\":\"eu\",\"query\":\"SELECT 1\""),
      call("json_schema_2020_12_tool", "\"name\":\"Ann\",\"address\":{\"street\":\"Hof\",\"city\":\"Ulm\"},"
          + "\"contactMethod\":\"email\",\"email\":\"a@b.c\""),
      call("who_am_i", ""),
      call("test_multiple_content_types", ""),
      call("test_error_handling", ""),
      call("test_logging_tool", ""),
      call("trigger_resource_change", ""),
      call("test_input_required_result_request_state", ""),
      call("test_input_required_result_elicitation", ""),
      shared("prompts/list", null, ""),
      shared("prompts/get", "test_prompt_with_arguments",
          "\"name\":\"test_prompt_with_arguments\",\"arguments\":{\"arg1\":\"x\",\"arg2\":\"y\"}"),
      shared("prompts/get", "test_input_required_result_prompt", "\"name\":\"test_input_required_result_prompt\""),
      shared("resources/list", null, ""),
      shared("resources/templates/list", null, ""),
      shared("resources/read", "test://static-text", "\"uri\":\"test://static-text\""),
      shared("resources/read", "test://template/123/data", "\"uri\":\"test://template/123/data\""),
      shared("completion/complete", null, "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"test_prompt_with_arguments\"},"
          + "\"argument\":{\"name\":\"arg1\",\"value\":\"te\"},\"context\":{\"arguments\":{\"arg2\":\"b\"}}"),
      shared("completion/complete", null, "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"test://template/{id}/data\"},"
          + "\"argument\":{\"name\":\"id\",\"value\":\"1\"}"));

  private static final List<String[]> MODERN_ONLY = List.of(
      shared("server/discover", null, ""),
      shared("subscriptions/listen", null, "\"notifications\":{\"toolsListChanged\":true,\"promptsListChanged\":true,"
          + "\"resourcesListChanged\":false,\"resourceSubscriptions\":[\"test://watched-resource\"]}"),
      shared("tools/call", "test_input_required_result_elicitation", "\"name\":\"test_input_required_result_elicitation\","
          + "\"inputResponses\":{\"user_name\":{\"action\":\"accept\",\"content\":{\"name\":\"Ann\"}}},\"requestState\":\"c3RhdGU=\""));

  private static final List<String> SESSION_ONLY = List.of(
      request("initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"elicitation\":{},\"sampling\":{}},"
          + "\"clientInfo\":{\"name\":\"fuzz\",\"version\":\"1\"}}"),
      request("ping", "{}"),
      request("logging/setLevel", "{\"level\":\"info\"}"),
      request("resources/subscribe", "{\"uri\":\"test://watched-resource\"}"),
      request("resources/unsubscribe", "{\"uri\":\"test://watched-resource\"}"),
      notification("notifications/initialized", "{}"),
      notification("notifications/cancelled", "{\"requestId\":7,\"reason\":\"enough\"}"),
      notification("notifications/roots/list_changed", "{}"),
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"action\":\"accept\",\"content\":{\"name\":\"Ann\"}}}",
      "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"error\":{\"code\":-1,\"message\":\"rejected\",\"data\":[1]}}",
      "[" + request("ping", "{}") + "," + request("tools/call", "{\"name\":\"add\",\"arguments\":{\"a\":1,\"b\":1}}") + ","
          + notification("notifications/initialized", "{}") + "]");

  static Seed pick(Dice dice) {
    return dice.chance(0.55) ? modern(dice) : session(dice);
  }

  static Seed modern(Dice dice) {
    String[] seed = dice.chance(0.12) ? dice.pick(MODERN_ONLY) : dice.pick(SHARED);
    String params = seed[2].isEmpty() ? META : seed[2] + "," + META;
    return new Seed(MODERN, seed[0], seed[1], request(seed[0], "{" + params + "}"));
  }

  private static Seed session(Dice dice) {
    String revision = dice.pick(SESSIONS);
    if (dice.chance(0.35)) {
      return new Seed(revision, null, null, dice.pick(SESSION_ONLY));
    }
    String[] seed = dice.pick(SHARED);
    return new Seed(revision, seed[0], null, request(seed[0], "{" + seed[2] + "}"));
  }

  private static String[] shared(String method, String name, String params) {
    return new String[] {method, name, params};
  }

  private static String[] call(String tool, String arguments) {
    return shared("tools/call", tool, "\"name\":\"" + tool + "\",\"arguments\":{" + arguments + "}");
  }

  private static String request(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  private static String notification(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  boolean isModern() {
    return revision.equals(MODERN);
  }

  /** The request as it should be. */
  HttpText http(String key) {
    HttpText http = new HttpText().header("Host", "localhost").header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json").header("Accept", "application/json, text/event-stream");
    http.body = body;
    if (isModern()) {
      http.header("MCP-Protocol-Version", MODERN).header("Mcp-Method", method);
      if (name != null) {
        http.header("Mcp-Name", name);
      }
      if ("query_region".equals(name)) {
        http.header("Mcp-Param-Region", "eu");
      }
    } else if (revision.equals(OLDEST)) {
      http.target = "/messages?sessionId=" + Message.SESSION;
    } else if (!body.contains("\"initialize\"")) {
      http.header("Mcp-Session-Id", Message.SESSION).header("MCP-Protocol-Version", revision);
    }
    return http;
  }

  /** The revision of the session that it belongs to, or null. */
  String session() {
    return isModern() ? null : revision;
  }
}
