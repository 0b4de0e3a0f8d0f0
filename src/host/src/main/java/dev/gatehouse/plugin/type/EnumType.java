package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.rpc.Json;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** An enum, by the names of its constants. */
final class EnumType implements JsonType {

  private final Map<String, Object> constants = new LinkedHashMap<>();
  private final Map<Object, String> names = new IdentityHashMap<>();

  EnumType(Class<?> type) {
    this(type, constant -> ((Enum<?>) constant).name());
  }

  /**
   * An enum whose constants have other names in JSON.
   *
   * @param name the name of a constant
   */
  EnumType(Class<?> type, Function<Object, String> name) {
    for (Object constant : type.getEnumConstants()) {
      constants.put(name.apply(constant), constant);
      names.put(constant, name.apply(constant));
    }
  }

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    ObjectNode schema = Json.object().put("type", "string");
    constants.keySet().forEach(schema.putArray("enum")::add);
    return schema;
  }

  @Override
  public Object read(JsonNode node) {
    Object constant = constants.get(node.textValue());
    if (constant == null) {
      throw new MismatchException("must be one of " + String.join(", ", constants.keySet()));
    }
    return constant;
  }

  @Override
  public JsonNode write(Object value, Writing writing) {
    return TextNode.valueOf(names.get(value));
  }
}
