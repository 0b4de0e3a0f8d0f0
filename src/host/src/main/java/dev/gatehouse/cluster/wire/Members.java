package dev.gatehouse.cluster.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads members of the JSON objects that nodes exchange. What is missing or of another type is an {@link IllegalArgumentException}. */
final class Members {

  private Members() {
  }

  /** A message's content. */
  static ObjectNode read(byte[] json) {
    try {
      if (Json.read(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      // Not its message, which may quote the content.
      throw new IllegalArgumentException("a message is not JSON that this node can read", e);
    }
    throw new IllegalArgumentException("a message is no JSON object");
  }

  static byte[] write(JsonNode json) {
    return Json.write(json).getBytes();
  }

  static String text(JsonNode json, String name) {
    String text = json.path(name).textValue();
    if (text == null) {
      throw new IllegalArgumentException("a message has no string '" + name + "'");
    }
    return text;
  }

  static @Nullable String textOrNull(JsonNode json, String name) {
    return json.path(name).textValue();
  }

  static ObjectNode object(JsonNode json, String name) {
    ObjectNode object = objectOrNull(json, name);
    if (object == null) {
      throw new IllegalArgumentException("a message has no object '" + name + "'");
    }
    return object;
  }

  static @Nullable ObjectNode objectOrNull(JsonNode json, String name) {
    return json.get(name) instanceof ObjectNode object ? object : null;
  }

  static Map<String, String> texts(JsonNode json, String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    object(json, name).properties().forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
    return texts;
  }

  static <E extends Enum<E>> E constant(Class<E> type, String name) {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a message has an unknown " + type.getSimpleName() + " '" + name + "'", e);
    }
  }
}
