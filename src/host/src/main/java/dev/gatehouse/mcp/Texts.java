package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters that are objects of strings. */
final class Texts {

  private Texts() {
  }

  /**
   * Reads one.
   *
   * @param node the object; what is absent or null is empty
   * @param name where it is, for whoever reads the refusal
   * @throws McpException invalid params, naming the member that is no string
   */
  static Map<String, String> of(JsonNode node, String name) {
    if (node.isMissingNode() || node.isNull()) {
      return Map.of();
    }
    if (!node.isObject()) {
      throw McpException.invalidParams("'" + name + "' must be an object");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(member -> {
      if (!member.getValue().isTextual()) {
        throw McpException.invalidParams("'" + name + "." + member.getKey() + "' must be a string");
      }
      texts.put(member.getKey(), member.getValue().textValue());
    });
    return texts;
  }
}
