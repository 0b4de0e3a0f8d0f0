package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.rpc.Json;

/** Reads the text of a {@code defaultValue}. */
final class Presets {

  private Presets() {
  }

  /** The default as JSON, known to be readable as its type. */
  static JsonNode parse(String text, JsonType type) {
    JsonNode node = json(text, type);
    try {
      type.read(node);
      return node;
    } catch (MismatchException e) {
      throw new UnsupportedTypeException("has the defaultValue \"" + text + "\", but it " + e.getMessage());
    }
  }

  private static JsonNode json(String text, JsonType type) {
    String form = SchemaWriter.input(type::schema).told().path("type").asText();
    if (form.equals("string")) {
      return TextNode.valueOf(text);
    }
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      if (form.isEmpty()) {
        return TextNode.valueOf(text);
      }
      throw new UnsupportedTypeException("has the defaultValue \"" + text + "\", which is not JSON");
    }
  }
}
