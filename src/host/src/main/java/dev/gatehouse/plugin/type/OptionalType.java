package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** An {@code Optional}: the JSON form of what it may hold. */
record OptionalType(JsonType held) implements JsonType {

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    return held.schema(schemas);
  }

  @Override
  public Object read(JsonNode node) {
    return node.isNull() ? Optional.empty() : Optional.of(held.read(node));
  }

  @Override
  public JsonNode write(Object value) {
    return ((Optional<?>) value).<JsonNode>map(held::write).orElse(NullNode.instance);
  }
}
