package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code Object}: any JSON. Reads maps, lists, strings, numbers, booleans and null; writes whatever has a JSON form. */
final class AnyType implements JsonType {

  private final JsonTypes types;

  AnyType(JsonTypes types) {
    this.types = types;
  }

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    return Json.object();
  }

  @Override
  public Object read(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> new MapType(this).read(node);
      case ARRAY -> types.of(new TypeRef(List.class, List.of(TypeRef.ANY))).read(node);
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> Numbers.read(node);
      default -> null;
    };
  }

  @Override
  public JsonNode write(Object value) {
    if (value instanceof Map<?, ?>) {
      return new MapType(this).write(value);
    }
    if (value instanceof Iterable<?> && Scalars.of(value.getClass()) == null) {
      return types.of(new TypeRef(Iterable.class, List.of(TypeRef.ANY))).write(value);
    }
    if (value instanceof Optional<?> optional) {
      return optional.<JsonNode>map(this::write).orElse(NullNode.instance);
    }
    Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    return types.of(TypeRef.of(type, Map.of())).write(value);
  }
}
