package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** A Java array, of primitives or of objects. */
record ArrayType(Class<?> component, JsonType item) implements JsonType {

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    ObjectNode schema = Json.object().put("type", "array");
    schema.set("items", item.schema(schemas));
    return schema;
  }

  @Override
  public Object read(JsonNode node) {
    List<Object> values = new ArrayList<>(node.size());
    CollectionType.readItems(node, item, values);
    Object array = Array.newInstance(component, values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(array, i, values.get(i));
    }
    return array;
  }

  @Override
  public JsonNode write(Object value) {
    ArrayNode array = Json.array();
    for (int i = 0; i < Array.getLength(value); i++) {
      Object element = Array.get(value, i);
      array.add(element == null ? NullNode.instance : item.write(element));
    }
    return array;
  }
}
