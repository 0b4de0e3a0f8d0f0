package dev.gatehouse.plugin.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.gatehouse.plugin.type.Pointers;
import java.util.Set;

/**
 * The evaluation path of a schema fault (JSON Schema 2020-12 section 12.3.1): keywords from the root on, through references, some followed
 * by a name or an index.
 */
record SchemaPath(NodePath keywords, NodePath instance) {

  private static final Set<String> WITH_NAME =
      Set.of("properties", "patternProperties", "dependentSchemas", "dependencies", "allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> INTO_VALUE = Set.of("properties", "patternProperties", "additionalProperties", "unevaluatedProperties",
      "items", "additionalItems", "prefixItems", "unevaluatedItems", "contains");

  static SchemaPath of(Error error) {
    return new SchemaPath(error.getEvaluationPath(), error.getInstanceLocation());
  }

  int length() {
    return keywords.getNameCount();
  }

  String name(int place) {
    return keywords.getName(place);
  }

  private int next(int place) {
    return place + (WITH_NAME.contains(name(place)) || isListOfItems(place) ? 2 : 1);
  }

  /** Before 2020-12, {@code items} may be a list of schemas, and a number follows it. */
  private boolean isListOfItems(int place) {
    return name(place).equals("items") && place + 1 < length() && Character.isDigit(name(place + 1).charAt(0));
  }

  /** The place of the first {@code oneOf} or {@code anyOf} at or after a place; -1 when there is none. */
  int alternatives(int from) {
    for (int place = from; place < length(); place = next(place)) {
      if (name(place).equals("oneOf") || name(place).equals("anyOf")) {
        return place;
      }
    }
    return -1;
  }

  /** Whether a subschema that applies to the same value as its siblings begins here. */
  boolean isBeside(int place) {
    return place < length() && !INTO_VALUE.contains(name(place)) && next(place) < length();
  }

  /** Whether it lies within the schema that holds another path's last keyword. */
  boolean isWithinParentOf(SchemaPath other) {
    return keywords.startsWith(other.keywords.getParent());
  }

  /** The value that the keyword at a place applies to, as a JSON Pointer. */
  String pointer(int end) {
    String pointer = "";
    int depth = 0;
    for (int place = 0; place < end; place = next(place)) {
      if (INTO_VALUE.contains(name(place)) && depth < instance.getNameCount()) {
        pointer = Pointers.child(pointer, instance.getName(depth++));
      }
    }
    return pointer;
  }

  /** Whether the value is a member that the schema declares by name, and not an entry of a map or an item of a list. */
  boolean isNamedMember() {
    String last = "";
    for (int place = 0; place < length(); place = next(place)) {
      last = INTO_VALUE.contains(name(place)) ? name(place) : last;
    }
    return last.equals("properties");
  }

  /** The subschema at a place; a missing node when a reference on the way cannot be followed. */
  JsonNode schema(JsonNode document, int end) {
    JsonNode schema = document;
    for (int place = 0; place < end; place++) {
      schema = name(place).equals("$ref") ? referred(document, schema) : child(schema, name(place));
    }
    return schema;
  }

  private static JsonNode child(JsonNode schema, String name) {
    return schema.isArray() ? schema.path(Integer.parseInt(name)) : schema.path(name);
  }

  /** The target of a schema's reference, or the schema itself when it has none. */
  static JsonNode referred(JsonNode document, JsonNode schema) {
    String ref = schema.path("$ref").asText("#none");
    return ref.equals("#none") ? schema : document.at(ref.equals("#") ? "" : ref.startsWith("#/") ? ref.substring(1) : "/-");
  }
}
