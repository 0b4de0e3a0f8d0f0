package dev.gatehouse.plugin.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.plugin.type.SharedRegex;
import java.util.ArrayList;
import java.util.List;

/** Lints an author's schema for errors that the meta-schema allows. */
final class SchemaSlips {

  private SchemaSlips() {
  }

  /**
   * Refuses a schema with the first mistake found.
   *
   * @param attribute where the schema was written
   * @throws IllegalArgumentException with a clause that names the attribute, the place and what is wrong
   */
  static void refuse(String attribute, JsonNode schema) {
    Subschemas.forEach(schema, (pointer, part) -> {
      String place = pointer.isEmpty() ? "" : " at " + pointer;
      refusePatterns(attribute, place, part);
      refuseMisspelt(attribute, place, part);
    });
  }

  /** Clients compile patterns too, in a language of their own. */
  private static void refusePatterns(String attribute, String place, JsonNode schema) {
    List<String> patterns = new ArrayList<>();
    schema.path("patternProperties").fieldNames().forEachRemaining(patterns::add);
    if (schema.path("pattern").isTextual()) {
      patterns.add(schema.path("pattern").textValue());
    }
    patterns.forEach(pattern -> SharedRegex.fault(pattern).ifPresent(fault -> {
      throw new IllegalArgumentException("its " + attribute + " has the pattern \"" + pattern + "\"" + place + ", " + fault);
    }));
  }

  private static void refuseMisspelt(String attribute, String place, JsonNode schema) {
    schema.fieldNames().forEachRemaining(name -> Subschemas.keyword(name).ifPresent(keyword -> {
      throw new IllegalArgumentException("its " + attribute + " has '" + name + "'" + place
          + ", which is no keyword of JSON Schema; did you mean '" + keyword + "'?");
    }));
  }
}
