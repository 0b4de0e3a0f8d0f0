package dev.gatehouse.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.rpc.Json;
import java.util.List;

/** A schema that an author wrote word for word. */
final class LiteralSchema {

  private LiteralSchema() {
  }

  /**
   * Reads it and holds it against the meta-schema of JSON Schema 2020-12: a keyword with a value it cannot have would otherwise be
   * passed over without a word, or fail in the first call.
   *
   * @param attribute where it was written
   * @throws IllegalArgumentException with a clause that names the attribute and what is wrong
   */
  static ObjectNode read(String attribute, String text) {
    JsonNode schema = json(attribute, text);
    if (!(schema instanceof ObjectNode object)) {
      throw new IllegalArgumentException("its " + attribute + " must be a JSON object");
    }
    List<String> faults = Validation.faultsOfSchema(object);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("its " + attribute + " is no JSON Schema 2020-12 (" + String.join("; ", faults) + ")");
    }
    return object;
  }

  private static JsonNode json(String attribute, String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its " + attribute + " is not JSON (" + e.getOriginalMessage() + ")", e);
    }
  }
}
