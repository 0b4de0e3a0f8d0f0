package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One JSON Schema 2020-12 document while it is written. A record is written where it is used, which models read best; one that
 * contains itself goes to {@code $defs}.
 */
public final class SchemaWriter {

  private final boolean input;
  private final Map<TypeRef, String> names = new LinkedHashMap<>();
  private final Set<TypeRef> open = new HashSet<>();
  private final ObjectNode definitions = Json.object();

  private SchemaWriter(boolean input) {
    this.input = input;
  }

  /** For what comes in: what is not known is refused. */
  public static SchemaWriter input() {
    return new SchemaWriter(true);
  }

  /** For what goes out: only what can never be null is required. */
  public static SchemaWriter output() {
    return new SchemaWriter(false);
  }

  boolean isInput() {
    return input;
  }

  /** Closes the document: adds the definitions that its parts refer to. */
  public ObjectNode document(ObjectNode root) {
    if (!definitions.isEmpty()) {
      root.set("$defs", definitions);
    }
    return root;
  }

  ObjectNode named(TypeRef type, Supplier<ObjectNode> body) {
    if (names.containsKey(type) || !open.add(type)) {
      return reference(type);
    }
    ObjectNode schema = body.get();
    open.remove(type);
    if (!names.containsKey(type)) {
      return schema;
    }
    definitions.set(names.get(type), schema);
    return reference(type);
  }

  private ObjectNode reference(TypeRef type) {
    String name = names.computeIfAbsent(type, t -> unused(t.raw().getSimpleName()));
    // The type is said again because older revisions want it at the root.
    return Json.object().put("type", "object").put("$ref", "#/$defs/" + name);
  }

  private String unused(String name) {
    return names.containsValue(name) ? unused(name + "_") : name;
  }
}
