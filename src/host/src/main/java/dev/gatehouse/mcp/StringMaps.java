package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters that are objects of strings. */
final class StringMaps {

  private StringMaps() {
  }

  /**
   * Reads one.
   *
   * @param node the object; what is absent, null or an empty array is empty
   * @param name where it is, for whoever reads the refusal
   * @throws McpException invalid params, naming the member that is no string
   */
  static Map<String, String> of(JsonNode node, String name) {
    ObjectNode object = Json.objectOrNull(node);
    if (object == null) {
      throw McpException.invalidParams("'" + name + "' must be an object");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(member -> {
      if (!member.getValue().isTextual()) {
        throw McpException.invalidParams("'" + name + "." + member.getKey() + "' must be a string");
      }
      texts.put(member.getKey(), member.getValue().textValue());
    });
    return texts;
  }
}
