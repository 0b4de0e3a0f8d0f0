package dev.gatehouse.plugin.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.plugin.type.SchemaDialect;
import dev.gatehouse.plugin.type.SharedRegex;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.rpc.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A JSON Schema that a plugin's author wrote as text. */
public final class LiteralSchema {

  private LiteralSchema() {
  }

  /**
   * Parses the schema and validates it against the meta-schema of its dialect: an invalid keyword would otherwise be ignored, or fail in
   * the first call.
   *
   * @param attribute where it was written
   * @throws IllegalArgumentException with a clause that names the attribute and what is wrong
   */
  public static ObjectNode read(String attribute, String text) {
    JsonNode schema = json(attribute, text);
    if (!(schema instanceof ObjectNode object)) {
      throw new IllegalArgumentException("its " + attribute + " must be a JSON object");
    }
    SchemaDialect dialect = dialect(attribute, object);
    List<String> faults = Validation.faultsOfSchema(object, dialect);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("its " + attribute + " is no JSON Schema " + dialect + " (" + String.join("; ", faults)
          + ")");
    }
    refuseEndless(attribute, object, object);
    Subschemas.forEach(object, (pointer, part) -> {
      String place = pointer.isEmpty() ? "" : " at " + pointer;
      refusePatterns(attribute, place, part);
      refuseMisspelt(attribute, place, part);
    });
    return object;
  }

  /**
   * Refuses argument names that the schema does not declare, unless it declares none.
   *
   * @param names of the arguments that are read
   * @throws IllegalArgumentException with a clause that names the first
   */
  public static void refuseUndeclared(ObjectNode schema, List<String> names) {
    Set<String> declared = new HashSet<>();
    boolean[] open = new boolean[1];
    Subschemas.forEach(schema, (pointer, part) -> {
      part.path("properties").fieldNames().forEachRemaining(declared::add);
      open[0] |= part.has("patternProperties") || part.path("additionalProperties").isObject();
    });
    names.stream().filter(name -> !declared.isEmpty() && !open[0] && !declared.contains(name)).findFirst().ifPresent(name -> {
      throw new IllegalArgumentException("its inputSchema has no property '" + name + "', which is one of its arguments; add it there, or"
          + " name the argument as it is there");
    });
  }

  private static SchemaDialect dialect(String attribute, JsonNode schema) {
    return SchemaDialect.of(schema).orElseThrow(() -> new IllegalArgumentException("its " + attribute + " is written in "
        + schema.path("$schema").asText() + "; write it in one of " + SchemaDialect.known()
        + ", the last of which $schema may leave unsaid"));
  }

  /** Refuses endless references, which the validator would find only in a call. */
  private static void refuseEndless(String attribute, JsonNode root, JsonNode schema) {
    if (!schema.path("$dynamicRef").asText("#").startsWith("#")) {
      throw new IllegalArgumentException("its " + attribute + " has a $dynamicRef to another document; it may only refer to itself");
    }
    Set<String> seen = new HashSet<>();
    for (String ref = ref(schema); ref.startsWith("#"); ref = ref(target(root, ref))) {
      if (!seen.add(ref)) {
        throw new IllegalArgumentException("its " + attribute + " has a $ref that leads back to itself, with nothing in between");
      }
    }
    schema.forEach(part -> refuseEndless(attribute, root, part));
  }

  private static String ref(JsonNode schema) {
    return schema.path("$ref").asText(schema.path("$recursiveRef").asText());
  }

  /** The target of a reference by JSON Pointer; empty for one by name, which the validator resolves. */
  private static JsonNode target(JsonNode root, String ref) {
    return ref.equals("#") || ref.startsWith("#/") ? root.at(ref.substring(1)) : MissingNode.getInstance();
  }

  /** Clients compile patterns too, with the regular expressions of their own language. */
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

  private static JsonNode json(String attribute, String text) {
    try {
      return text == null ? NullNode.getInstance() : Json.read(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its " + attribute + " is not JSON ("
          + e.getOriginalMessage().replaceAll("\\[Source: [^;]*; ([^\\]]*)]", "$1") + ")", e);
    }
  }
}
