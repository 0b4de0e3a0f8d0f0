package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A list or a set. What is read is the call's own, free to be changed. */
record CollectionType(JsonType item, boolean unique, Supplier<Collection<Object>> create) implements JsonType {

  /** A set looks at all items of one hash code for each of them, unless they have an order. */
  private static final int MOST_ALIKE = 1000;

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
    Map<Integer, Integer> alike = into instanceof Set ? new HashMap<>() : null;
    for (int i = 0; i < node.size(); i++) {
      try {
        add(item.read(node.get(i)), into, alike);
      } catch (MismatchException e) {
        reading.add(e.under(i));
      }
    }
    reading.end();
  }

  /**
   * Adds an item.
   *
   * @param alike how many there are of each hash code, for a set; callers can make them collide
   */
  private static void add(Object value, Collection<Object> into, Map<Integer, Integer> alike) {
    if (alike != null && !(value instanceof Comparable) && alike.merge(value.hashCode(), 1, Integer::sum) > MOST_ALIKE) {
      throw new MismatchException("has the same hash code as too many other items");
    }
    if (!into.add(value)) {
      throw new MismatchException("is there twice; each item may be given once");
    }
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
