package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A type with constraints at the place where it is used. Written values are checked by the schema. */
record ConstrainedType(JsonType held, List<Rule> rules) implements JsonType {

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    ObjectNode schema = held.schema(schemas);
    rules.forEach(rule -> schema.set(rule.keyword(), rule.value()));
    return schema;
  }

  @Override
  public @Nullable Object read(JsonNode node) {
    Object value = held.read(node);
    // Again after the schema, which may be one of the author's own, and is not there for a default.
    rules.forEach(rule -> rule.check(node));
    return value;
  }

  @Override
  public JsonNode write(Object value, Writing writing) {
    return held.write(value, writing);
  }
}
