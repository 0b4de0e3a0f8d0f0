package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.rpc.Json;
import java.util.function.Function;

/** A scalar value. */
record ScalarType(ObjectNode form, Function<JsonNode, Object> reader, Function<Object, JsonNode> writer) implements JsonType {

  /** The one text that there can be. */
  static ScalarType constant(String text) {
    return new ScalarType(Json.object().put("type", "string").put("const", text), JsonNode::textValue, value -> TextNode.valueOf(text));
  }

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    return form.deepCopy();
  }

  @Override
  public Object read(JsonNode node) {
    return reader.apply(node);
  }

  @Override
  public JsonNode write(Object value, Writing writing) {
    return writer.apply(value);
  }
}
