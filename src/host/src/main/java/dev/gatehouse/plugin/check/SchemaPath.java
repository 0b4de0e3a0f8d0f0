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

  /** Where the first alternatives begin, looked for from a keyword on; -1 when there are none. */
  int alternatives(int from) {
    for (int place = from; place < length(); place = next(place)) {
      if (name(place).equals("oneOf") || name(place).equals("anyOf")) {
        return place;
      }
    }
    return -1;
  }

  /** Whether a part of the schema that applies beside its siblings begins here. */
  boolean isBeside(int place) {
    return place < length() && !INTO_VALUE.contains(name(place)) && next(place) < length();
  }

  /** Whether it starts as another does, as far as that one goes but for its last keyword. */
  boolean isWithinParentOf(SchemaPath other) {
    return keywords.startsWith(other.keywords.getParent());
  }

  /** The value that the keyword at a place is about, as a JSON Pointer. */
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

  /** Whether the value is one that the schema has by its name, and not any of a map or a list. */
  boolean isNamedMember() {
    String last = "";
    for (int place = 0; place < length(); place = next(place)) {
      last = INTO_VALUE.contains(name(place)) ? name(place) : last;
    }
    return last.equals("properties");
  }

  /** The part of a schema that lies before a place; missing when a reference on the way is not to be followed. */
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

  /** What a reference in a schema means, or the schema itself when it has none. */
  static JsonNode referred(JsonNode document, JsonNode schema) {
    String ref = schema.path("$ref").asText("#none");
    return ref.equals("#none") ? schema : document.at(ref.equals("#") ? "" : ref.startsWith("#/") ? ref.substring(1) : "/-");
  }
}
