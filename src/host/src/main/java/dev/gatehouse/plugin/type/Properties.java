package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.List;

/** The schema of an object with known members. */
public final class Properties {

  private Properties() {
  }

  /** Writes it, members in order. */
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
