package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What a client does for one answer. */
final class Call implements AutoCloseable {

  private final Conversation conversation = new Conversation();
  private final Wire wire;

  Call(String revision, Route route, Answers answers) {
    wire = revision.equals(ModernWire.REVISION)
        ? new ModernWire(route, answers, conversation)
        : new LegacyWire(revision, route, answers, conversation);
  }

  /**
   * Calls a tool.
   *
   * @param arguments what the arguments are, given the tool's input schema, which is missing when the tool is not listed
   */
  Answer tool(String tool, Function<JsonNode, ObjectNode> arguments) {
    JsonNode schema = schema(tool);
    ObjectNode params = Json.object().put("name", tool);
    ObjectNode values = arguments.apply(schema);
    params.set("arguments", values);
    Map<String, String> headers = new LinkedHashMap<>(Map.of("Mcp-Name", tool));
    mirror(schema, values, headers);
    return ask("tools/call", params, headers);
  }

  /** Arguments that the schema wants to see in headers too (specification 2026-07-28, tools, {@code x-mcp-header}). */
  private static void mirror(JsonNode schema, JsonNode values, Map<String, String> headers) {
    schema.path("properties").properties().forEach(property -> {
      JsonNode value = values.path(property.getKey());
      if (value.isObject()) {
        mirror(property.getValue(), value, headers);
      } else if (property.getValue().has("x-mcp-header") && !value.isMissingNode() && !value.isNull()) {
        headers.put("Mcp-Param-" + property.getValue().path("x-mcp-header").asText(), value.asText());
      }
    });
  }

  /** Any request. */
  Answer ask(String method, ObjectNode params, Map<String, String> headers) {
    String request = method + " " + params;
    try {
      return new Answer(request, wire.request(method, params, headers), conversation);
    } catch (AssertionError e) {
      throw new AssertionError(request + "\n" + e.getMessage() + conversation.told(), e);
    }
  }

  /** The tools as they are listed, of all pages. */
  ArrayNode list() {
    ArrayNode tools = Json.MAPPER.createArrayNode();
    ObjectNode params = Json.object();
    do {
      JsonNode response = wire.request("tools/list", params, Map.of());
      if (!response.has("result")) {
        throw new AssertionError("the tools are not listed: " + response);
      }
      tools.addAll((ArrayNode) response.at("/result/tools"));
      params = Json.object();
      params.set("cursor", response.path("result").get("nextCursor"));
    } while (params.path("cursor").isTextual());
    return tools;
  }

  private JsonNode schema(String tool) {
    for (JsonNode listed : list()) {
      if (listed.path("name").asText().equals(tool)) {
        return listed.path("inputSchema");
      }
    }
    return Json.object().path("none");
  }

  @Override
  public void close() {
    wire.close();
  }
}
