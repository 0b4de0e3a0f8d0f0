package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** The schema of an object with known members. */
public final class Properties {

  private Properties() {
  }

  /**
   * Writes an object of known members; one that is null is left out.
   *
   * @param getters give the members' values of the object
   */
  static ObjectNode write(Object value, List<Property> properties, List<MethodHandle> getters, Writing writing) {
    Writing within = writing.within();
    ObjectNode object = Json.object();
    for (int i = 0; i < properties.size(); i++) {
      Object held = Handles.call(getters.get(i), value);
      JsonNode node = held == null ? null : write(value, properties.get(i), held, within);
      if (node != null && !node.isNull()) {
        object.set(properties.get(i).name(), within.count(properties.get(i).name(), node));
      }
    }
    return object;
  }

  private static JsonNode write(Object value, Property property, Object held, Writing writing) {
    try {
      return property.type().write(held, writing);
    } catch (UnwritableException e) {
      throw e.under(value, property.name());
    }
  }

  /** Writes the schema, members in order. */
  public static ObjectNode schema(List<Property> properties, SchemaWriter schemas) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode members = Json.object();
    ArrayNode required = Json.array();
    for (Property property : properties) {
      members.set(property.name(), property.schema(schemas));
      if (schemas.isInput() ? property.required() : property.primitive()) {
        required.add(property.name());
      }
    }
    if (!members.isEmpty()) {
      schema.set("properties", members);
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schemas.isInput() ? schema.put("additionalProperties", false) : schema;
  }
}
