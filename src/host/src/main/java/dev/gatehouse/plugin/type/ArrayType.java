package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Iterator;
import java.util.stream.IntStream;

/** A Java array, of primitives or of objects. */
record ArrayType(Class<?> component, JsonType item) implements JsonType {

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    return Items.schema(item, schemas);
  }

  @Override
  public Object read(JsonNode node) {
    Collection<Object> values = Items.read(node, item, false);
    Object array = Array.newInstance(component, values.size());
    int i = 0;
    for (Object value : values) {
      Array.set(array, i++, value);
    }
    return array;
  }

  @Override
  public JsonNode write(Object value, Writing writing) {
    Iterator<Object> items = IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i)).iterator();
    return Items.write(items, item, value, writing);
  }
}
