package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A sealed interface of records: a tagged union. The tag is the record's name. */
final class SealedType implements NamedType {

  /** The member that holds the name. */
  static final String TAG = "type";

  private final TypeRef ref;
  private final Map<String, RecordType> byName = new LinkedHashMap<>();

  SealedType(TypeRef ref) {
    this.ref = ref;
  }

  @Override
  public void compile(JsonTypes.Compiler compiler) {
    for (TypeRef permitted : Permitted.records(ref)) {
      if (!(compiler.type(permitted) instanceof RecordType record)) {
        throw Permitted.refusal(ref, "permits " + permitted + ", whose form its annotations for Jackson decide; give the interface"
            + " @JsonTypeInfo(use = NAME), too, or take these away");
      }
      if (byName.put(permitted.raw().getSimpleName(), record) != null) {
        throw Permitted.refusal(ref, "permits two records named " + permitted.raw().getSimpleName() + "; rename one");
      }
    }
  }

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    return schemas.named(ref, () -> schemas.isForChecks() ? checks(schemas) : alternatives(schemas));
  }

  private ObjectNode alternatives(SchemaWriter schemas) {
    // The type is said again because older revisions want it at the root.
    ObjectNode schema = Json.object().put("type", "object");
    ArrayNode alternatives = schema.putArray("oneOf");
    byName.forEach((name, record) -> alternatives.add(record.schema(Property.tag(TAG, name), schemas)));
    return schema;
  }

  /** By oneOf everything would be held against every record, at each level again, and fail in all but one. */
  private ObjectNode checks(SchemaWriter schemas) {
    ObjectNode schema = Json.object().put("type", "object");
    byName.keySet().forEach(schema.putObject("properties").putObject(TAG).putArray("enum")::add);
    schema.putArray("required").add(TAG);
    ArrayNode all = schema.putArray("allOf");
    byName.forEach((name, record) -> {
      ObjectNode when = Json.object();
      when.putObject("properties").putObject(TAG).put("const", name);
      when.putArray("required").add(TAG);
      all.addObject().<ObjectNode>set("if", when).set("then", record.schema(Property.tag(TAG, name), schemas));
    });
    return schema;
  }

  @Override
  public Object read(JsonNode node) {
    if (!node.isObject()) {
      throw new MismatchException("must be an object");
    }
    RecordType record = byName.get(node.path(TAG).asText());
    if (record == null) {
      throw new MismatchException("must be one of " + String.join(", ", byName.keySet())).under(TAG);
    }
    return record.read(node);
  }

  @Override
  public JsonNode write(Object value, Writing writing) {
    String name = value.getClass().getSimpleName();
    return Json.object().put(TAG, name).setAll(Objects.requireNonNull(byName.get(name)).write(value, writing));
  }
}
