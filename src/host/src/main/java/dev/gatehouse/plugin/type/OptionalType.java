package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An optional value, in the JSON form of its content. */
record OptionalType(Optionals kind, JsonType held) implements JsonType {

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    return held.schema(schemas);
  }

  @Override
  public Object read(JsonNode node) {
    return node.isNull() ? kind.empty : kind.wrap.apply(held.read(node));
  }

  @Override
  public JsonNode write(Object value, Writing writing) {
    Object there = kind.value(value);
    return there == null ? NullNode.instance : held.write(there, writing);
  }
}
