package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonNumbers;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a map, as names of JSON members: text, and types that are written as text or as an integer.
 *
 * @param type the type of the keys; null when they are any text
 * @param whole whether they are integers
 */
record MapKeys(@Nullable JsonType type, boolean whole) {

  static final MapKeys TEXT = new MapKeys(null, false);

  private static final Set<Class<?>> ANY_TEXT = Set.of(String.class, Object.class, CharSequence.class, Comparable.class);

  /** The keys of a class; null when they can be no names. */
  static @Nullable MapKeys of(Class<?> key) {
    if (ANY_TEXT.contains(key)) {
      return TEXT;
    }
    // Without an order, those of one hash code would be compared with each other.
    JsonType type = key.isEnum() ? new EnumType(key) : Comparable.class.isAssignableFrom(key) ? Scalars.of(key) : null;
    String form = type == null ? "" : SchemaWriter.input(type::schema).published().path("type").asText();
    return form.equals("string") || form.equals("integer") ? new MapKeys(type, form.equals("integer")) : null;
  }

  void describe(ObjectNode schema, SchemaWriter schemas) {
    if (whole) {
      schema.set("propertyNames", Json.object().put("pattern", "^-?[0-9]+$"));
    } else if (type != null) {
      schema.set("propertyNames", type.schema(schemas));
    }
  }

  void put(String name, @Nullable Object value, Map<Object, Object> into) {
    Object key = type == null ? name : type.read(node(name));
    if (into.containsKey(key)) {
      throw new MismatchException("is there twice, written in two ways");
    }
    into.put(key, value);
  }

  private JsonNode node(String name) {
    return whole ? JsonNumbers.parse(name).<JsonNode>map(DecimalNode::valueOf).orElse(TextNode.valueOf(name)) : TextNode.valueOf(name);
  }

  /** The name for a key of any map. */
  static String name(Object key) {
    if (key instanceof String text) {
      return text;
    }
    if (key instanceof Enum<?> constant) {
      return constant.name();
    }
    JsonType type = key == null ? null : Scalars.written(key.getClass());
    if (type == null) {
      throw new UnwritableException("has a key that is " + (key == null ? "null" : "a " + key.getClass().getTypeName())
          + ", which can be no name in JSON");
    }
    return PlainText.of(type.write(key));
  }
}
