package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads parameters of methods; refuses with invalid params, naming the parameter by its path. */
public final class Params {

  private Params() {
  }

  /**
   * A string.
   *
   * @param path where it is, for example {@code ref.name}
   * @throws McpException when it is none
   */
  public static String text(JsonNode value, String path) {
    if (!value.isTextual()) {
      throw McpException.invalidParams("'params." + path + "' must be a string");
    }
    return value.textValue();
  }

  /**
   * The normalised URI of a resource, on which permission is decided.
   *
   * @throws McpException when the text is none
   */
  public static ResourceUri uri(String text, String path) {
    return uri(text, path, ResourceUri::of);
  }

  /** The same for a template of URIs. */
  static ResourceUri template(String text, String path) {
    return uri(text, path, ResourceUri::template);
  }

  private static ResourceUri uri(String text, String path, Function<String, ResourceUri> reading) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw McpException.invalidParams("'params." + path + "' " + e.getMessage());
    }
  }

  /**
   * An object; what is absent, null or an empty array is an empty one.
   *
   * @throws McpException when it is something else
   */
  static ObjectNode object(@Nullable JsonNode value, String path) {
    ObjectNode object = Json.objectOrNull(value);
    if (object == null) {
      throw McpException.invalidParams("'params." + path + "' must be an object");
    }
    return object;
  }

  /**
   * An object of strings, read as {@link #object}.
   *
   * @throws McpException when it is none, naming the member that is no string
   */
  static Map<String, String> texts(JsonNode value, String path) {
    Map<String, String> texts = new LinkedHashMap<>();
    object(value, path).properties().forEach(member -> texts.put(member.getKey(), text(member.getValue(), path + "." + member.getKey())));
    return texts;
  }
}
