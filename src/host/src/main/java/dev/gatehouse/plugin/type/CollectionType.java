package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.Collection;
import java.util.function.Supplier;

/** A list or a set. What is read is the call's own, free to be changed. */
record CollectionType(JsonType item, boolean unique, Supplier<Collection<Object>> create) implements JsonType {

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    ObjectNode schema = Json.object().put("type", "array");
    schema.set("items", item.schema(schemas));
    return unique ? schema.put("uniqueItems", true) : schema;
  }

  @Override
  public Object read(JsonNode node) {
    Collection<Object> values = create.get();
    readItems(node, item, values);
    return values;
  }

  static void readItems(JsonNode node, JsonType item, Collection<Object> into) {
    if (!node.isArray()) {
      throw new MismatchException("must be an array");
    }
    Reading reading = new Reading();
    for (int i = 0; i < node.size(); i++) {
      try {
        if (!into.add(item.read(node.get(i)))) {
          throw new MismatchException("is there twice; each item may be given once");
        }
      } catch (MismatchException e) {
        reading.add(e.under(i));
      }
    }
    reading.end();
  }

  @Override
  public JsonNode write(Object value) {
    ArrayNode array = Json.array();
    for (Object element : (Iterable<?>) value) {
      array.add(element == null ? NullNode.instance : item.write(element));
    }
    return array;
  }
}
