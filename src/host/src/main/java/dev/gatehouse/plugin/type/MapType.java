package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map from text. What is read is the call's own, free to be changed. */
record MapType(JsonType held) implements JsonType {

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode values = held.schema(schemas);
    if (!values.isEmpty()) {
      schema.set("additionalProperties", values);
    }
    return schema;
  }

  @Override
  public Object read(JsonNode node) {
    if (!node.isObject()) {
      throw new MismatchException("must be an object");
    }
    Map<String, Object> map = new LinkedHashMap<>();
    Reading reading = new Reading();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      try {
        map.put(entry.getKey(), held.read(entry.getValue()));
      } catch (MismatchException e) {
        reading.add(e.under(entry.getKey()));
      }
    }
    reading.end();
    return map;
  }

  @Override
  public JsonNode write(Object value) {
    ObjectNode object = Json.object();
    ((Map<?, ?>) value).forEach((key, held) ->
        object.set(String.valueOf(key), held == null ? NullNode.instance : this.held.write(held)));
    return object;
  }
}
