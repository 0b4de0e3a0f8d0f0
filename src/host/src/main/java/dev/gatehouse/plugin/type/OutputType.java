package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.function.Function;

/**
 * A type that can be returned but not accepted as an argument.
 *
 * @param name what it is called in messages
 * @param described gives the schema
 * @param writer writes a value, within its depth and length
 */
record OutputType(String name, Function<SchemaWriter, ObjectNode> described, Writer writer) implements JsonType {

  /** Writes values. */
  interface Writer {
    JsonNode write(Object value, Writing writing);
  }

  /** An output type that uses the writing half of another type. */
  static OutputType of(String name, JsonType type) {
    return new OutputType(name, type::schema, type::write);
  }

  /** A type that cannot be written either. */
  static OutputType none(TypeRef ref, UnsupportedTypeException why) {
    return new OutputType(ref.toString(), schemas -> Json.object(), (value, writing) -> {
      throw new UnwritableException(why.clause());
    });
  }

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    if (schemas.isInput()) {
      throw unreadable();
    }
    return described.apply(schemas);
  }

  @Override
  public Object read(JsonNode node) {
    throw unreadable();
  }

  private UnsupportedTypeException unreadable() {
    return new UnsupportedTypeException("is a " + name + ", which can be returned, but not be an argument");
  }

  @Override
  public JsonNode write(Object value, Writing writing) {
    return writer.write(value, writing);
  }
}
