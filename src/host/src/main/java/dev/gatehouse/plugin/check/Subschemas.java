package dev.gatehouse.plugin.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.plugin.type.Pointers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Finds the subschemas of a schema (JSON Schema 2020-12 section 10, and the keywords of draft-07 and 2019-09), as opposed to data in it
 * such as a default.
 */
final class Subschemas {

  private static final Set<String> ONE = Set.of("items", "additionalItems", "contains", "additionalProperties",
      "propertyNames", "unevaluatedItems", "unevaluatedProperties", "not", "if", "then", "else");
  /** Of these {@code items} is a list only before 2020-12. */
  private static final Set<String> LISTED = Set.of("allOf", "anyOf", "oneOf", "prefixItems", "items");
  private static final Set<String> NAMED = Set.of("properties", "patternProperties", "dependentSchemas", "dependencies", "$defs",
      "definitions");

  /** Keywords whose value is no schema. Only those of two words: a single word in other letters may be anything. */
  private static final Set<String> OTHERS = Set.of("multipleOf", "exclusiveMaximum", "exclusiveMinimum",
      "maxLength", "minLength", "maxItems", "minItems", "uniqueItems", "maxContains", "minContains", "maxProperties", "minProperties",
      "dependentRequired", "readOnly", "writeOnly", "contentEncoding", "contentMediaType", "contentSchema");

  private Subschemas() {
  }

  /** The keyword that a name misspells by its capitals, as {@code minlength} does: JSON Schema ignores unknown keywords. */
  static Optional<String> keyword(String misspelt) {
    return Stream.of(ONE, LISTED, NAMED, OTHERS).flatMap(Set::stream)
        .filter(keyword -> keyword.equalsIgnoreCase(misspelt) && !keyword.equals(misspelt)).findFirst();
  }

  /** Visits each subschema with its JSON Pointer, the schema itself first. */
  static void forEach(JsonNode schema, BiConsumer<String, JsonNode> action) {
    walk("", schema, action);
  }

  private static void walk(String pointer, JsonNode schema, BiConsumer<String, JsonNode> action) {
    action.accept(pointer, schema);
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      String place = Pointers.child(pointer, keyword.getKey());
      if (ONE.contains(keyword.getKey()) && !keyword.getValue().isArray()) {
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
