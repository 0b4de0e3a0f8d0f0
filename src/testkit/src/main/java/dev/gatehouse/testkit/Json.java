package dev.gatehouse.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** JSON as the kit reads, writes and compares it. */
final class Json {

  static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new SimpleModule()
      .addSerializer(Temporal.class, ToStringSerializer.instance)
      .addSerializer(Duration.class, ToStringSerializer.instance));

  /** 3 and 3.0 are one number. */
  private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
      ? one.decimalValue().compareTo(other.decimalValue())
      : one.equals(other) ? 0 : 1;

  private Json() {
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Any value as JSON: maps, lists, records, numbers, texts, moments. */
  static JsonNode of(Object value) {
    return MAPPER.valueToTree(value);
  }

  static boolean same(JsonNode one, JsonNode other) {
    return one.equals(BY_VALUE, other);
  }

  /** The value, or null when the text is no JSON. */
  static @Nullable JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** As plain Java: maps, lists, texts, numbers. */
  static Object plain(JsonNode json) {
    return MAPPER.convertValue(json, Object.class);
  }
}
