package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.Faults;
import dev.gatehouse.rpc.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A JSON array: the common part of all array-like types. */
final class Items {

  /**
   * The maximum number of equal hash codes in a set, against hash collision attacks: a set compares all of them unless they have an order.
   */
  private static final int MOST_ALIKE = 1000;

  private Items() {
  }

  static ObjectNode schema(JsonType item, SchemaWriter schemas) {
    ObjectNode schema = Json.object().put("type", "array");
    schema.set("items", item.schema(schemas));
    return schema;
  }

  /**
   * Reads an array.
   *
   * @param unique whether it is a set: an item that is there twice is an error
   */
  static Collection<Object> read(JsonNode node, JsonType item, boolean unique) {
    if (!node.isArray()) {
      throw new MismatchException("must be an array");
    }
    Collection<Object> into = unique ? new LinkedHashSet<>() : new ArrayList<>(node.size());
    Faults faults = new Faults();
    Map<Integer, Integer> alike = unique ? new HashMap<>() : null;
    for (int i = 0; i < node.size(); i++) {
      try {
        add(item.read(node.get(i)), into, alike);
      } catch (MismatchException e) {
        e.under(i).addTo(faults);
      }
    }
    MismatchException.throwIfAny(faults);
    return into;
  }

  /**
   * Adds an item.
   *
   * @param alike how many there are of each hash code, for a set; callers can make them collide
   */
  private static void add(@Nullable Object value, Collection<Object> into, @Nullable Map<Integer, Integer> alike) {
    if (alike != null && value != null && !(value instanceof Comparable)
        && alike.merge(value.hashCode(), 1, Integer::sum) > MOST_ALIKE) {
      throw new MismatchException("has the same hash code as too many other items");
    }
    if (!into.add(value)) {
      throw new MismatchException("is there twice; each item may be given once");
    }
  }

  /** Writes an array of all items of an iterator; see {@link #writeEach}. */
  static ArrayNode write(Iterator<?> items, JsonType item, Object holder, Writing writing) {
    return writeEach(items::forEachRemaining, item, holder, writing);
  }

  /**
   * Writes an array.
   *
   * @param source gives all items to what it is given
   * @param holder what the items are of, for messages
   */
  static ArrayNode writeEach(Consumer<Consumer<Object>> source, JsonType item, Object holder, Writing writing) {
    Writing within = writing.within();
    ArrayNode array = Json.array();
    source.accept(element -> {
      try {
        array.add(within.count(element == null ? NullNode.instance : item.write(element, within)));
      } catch (UnwritableException e) {
        throw e.under(holder, array.size());
      }
    });
    return array;
  }
}
