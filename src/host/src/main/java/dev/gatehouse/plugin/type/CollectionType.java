package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.function.UnaryOperator;

/**
 * A collection. Each call gets its own mutable one.
 *
 * @param item the type of its items
 * @param unique whether it is a set
 * @param finish makes the collection asked for of an {@code ArrayList}, or of a {@code LinkedHashSet} if it is a set
 */
record CollectionType(JsonType item, boolean unique, UnaryOperator<Collection<Object>> finish) implements JsonType {

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    ObjectNode schema = Items.schema(item, schemas);
    return unique ? schema.put("uniqueItems", true) : schema;
  }

  @Override
  public Object read(JsonNode node) {
    Collection<Object> items = Items.read(node, item, unique);
    try {
      return finish.apply(items);
    } catch (NullPointerException e) {
      throw new MismatchException("must not hold null");
    }
  }

  @Override
  public JsonNode write(Object value, Writing writing) {
    return Items.write(((Iterable<?>) value).iterator(), item, value, writing);
  }
}
