package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.Faults;
import dev.gatehouse.rpc.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A map as a JSON object. Each call gets its own mutable one.
 *
 * @param keys how its keys are members' names
 * @param held the type of its values
 * @param finish makes the map asked for of a {@code LinkedHashMap}
 */
record MapType(MapKeys keys, JsonType held, UnaryOperator<Map<Object, Object>> finish) implements JsonType {

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    ObjectNode schema = Json.object().put("type", "object");
    keys.describe(schema, schemas);
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
    Map<Object, Object> map = new LinkedHashMap<>();
    Faults faults = new Faults();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      try {
        keys.put(entry.getKey(), held.read(entry.getValue()), map);
      } catch (MismatchException e) {
        e.under(entry.getKey()).addTo(faults);
      }
    }
    MismatchException.throwIfAny(faults);
    try {
      return finish.apply(map);
    } catch (NullPointerException e) {
      throw new MismatchException("must not hold null");
    }
  }

  @Override
  public JsonNode write(Object value, Writing writing) {
    Writing within = writing.within();
    ObjectNode object = Json.object();
    ((Map<?, ?>) value).forEach((key, held) -> {
      String name = MapKeys.name(key);
      try {
        object.set(name, within.count(name, held == null ? NullNode.instance : this.held.write(held, within)));
      } catch (UnwritableException e) {
        throw e.under(value, name);
      }
    });
    return object;
  }
}
