package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes one JSON Schema 2020-12 document. A record is written inline, which models read best; a recursive one goes to {@code $defs}. */
public final class SchemaWriter {

  private final boolean input;
  private final boolean checks;
  private final Map<TypeRef, String> names = new LinkedHashMap<>();
  private final Set<TypeRef> open = new HashSet<>();
  private final ObjectNode definitions = Json.object();

  private SchemaWriter(boolean input, boolean checks) {
    this.input = input;
    this.checks = checks;
  }

  /**
   * The schema of what comes in: what is not known is refused.
   *
   * @param root writes the root of the document
   */
  public static SchemaDocument input(Function<SchemaWriter, ObjectNode> root) {
    return document(true, root);
  }

  /** The schema of what goes out: only what can never be null is required. */
  public static SchemaDocument output(Function<SchemaWriter, ObjectNode> root) {
    return document(false, root);
  }

  private static SchemaDocument document(boolean input, Function<SchemaWriter, ObjectNode> root) {
    return new SchemaDocument(new SchemaWriter(input, false).document(root), new SchemaWriter(input, true).document(root));
  }

  boolean isInput() {
    return input;
  }

  /** Whether the schema is not shown to clients: then messages must say plainly what is wrong. */
  boolean isForChecks() {
    return checks;
  }

  /** Writes the root, and then the definitions that its parts refer to. */
  private ObjectNode document(Function<SchemaWriter, ObjectNode> write) {
    ObjectNode root = write.apply(this);
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
