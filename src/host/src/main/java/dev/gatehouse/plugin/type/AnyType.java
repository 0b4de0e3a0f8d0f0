package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code Object}: any JSON value. Reads maps, lists, strings, numbers, booleans and null; writes whatever has a JSON form. */
final class AnyType implements JsonType {

  private final JsonTypes types;
  private final JsonType map = new MapType(MapKeys.TEXT, this, UnaryOperator.identity());
  private final JsonType list = new CollectionType(this, false, UnaryOperator.identity());

  AnyType(JsonTypes types) {
    this.types = types;
  }

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    return Json.object();
  }

  @Override
  public @Nullable Object read(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> map.read(node);
      case ARRAY -> list.read(node);
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> Numbers.read(node);
      default -> null;
    };
  }

  @Override
  public JsonNode write(Object value, Writing writing) {
    return types.written(value.getClass()).write(value, writing);
  }
}
