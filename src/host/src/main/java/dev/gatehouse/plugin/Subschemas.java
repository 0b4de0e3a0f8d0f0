package dev.gatehouse.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.plugin.type.Pointers;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The parts of a schema that are schemas themselves (JSON Schema 2020-12 section 10), and not data in it such as a default. */
final class Subschemas {

  private static final Set<String> ONE = Set.of("items", "contains", "additionalProperties", "propertyNames", "unevaluatedItems",
      "unevaluatedProperties", "not", "if", "then", "else");
  private static final Set<String> LISTED = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> NAMED = Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");

  private Subschemas() {
  }

  /** Hands over each, the schema itself first, with its JSON Pointer. */
  static void forEach(JsonNode schema, BiConsumer<String, JsonNode> action) {
    walk("", schema, action);
  }

  private static void walk(String pointer, JsonNode schema, BiConsumer<String, JsonNode> action) {
    action.accept(pointer, schema);
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      String place = Pointers.child(pointer, keyword.getKey());
      if (ONE.contains(keyword.getKey())) {
        walk(place, keyword.getValue(), action);
      } else if (NAMED.contains(keyword.getKey())) {
        keyword.getValue().properties().forEach(one -> walk(Pointers.child(place, one.getKey()), one.getValue(), action));
      } else if (LISTED.contains(keyword.getKey())) {
        for (int i = 0; i < keyword.getValue().size(); i++) {
          walk(Pointers.child(place, i), keyword.getValue().get(i), action);
        }
      }
    }
  }
}
