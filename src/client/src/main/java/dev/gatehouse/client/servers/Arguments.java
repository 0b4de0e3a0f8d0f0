package dev.gatehouse.client.servers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arguments as a shell gives them, {@code a=2}, typed by the tool's schema. */
public final class Arguments {

  private Arguments() {
  }

  /**
   * Reads them.
   *
   * @param words each {@code NAME=VALUE}
   * @param schema the tool's input schema; empty when it is not known
   * @throws IllegalArgumentException naming the argument that cannot be read
   */
  public static Map<String, Object> of(List<String> words, Map<String, Object> schema) {
    Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("an argument is NAME=VALUE, not '" + word + "'");
      }
      String name = word.substring(0, equals);
      Object declared = properties.get(name) instanceof Map<?, ?> property ? property.get("type") : null;
      if (arguments.put(name, value(name, word.substring(equals + 1), declared)) != null) {
        throw new IllegalArgumentException("argument '" + name + "' is given twice");
      }
    }
    return arguments;
  }

  /**
   * One value.
   *
   * @param name what it is called, for the error
   * @param type the schema's {@code type}; anything but one of its names means: JSON if it is that, or else text
   * @throws IllegalArgumentException when the text is not of the type
   */
  public static Object value(String name, String text, @Nullable Object type) {
    try {
      return switch (String.valueOf(type)) {
        case "string" -> text;
        case "integer" -> new BigInteger(text);
        case "number" -> new BigDecimal(text);
        case "boolean" -> truth(text);
        case "array", "object" -> Json.read(text);
        default -> jsonOrText(text);
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("argument '" + name + "' must be of type " + type + ", not '" + text + "'", e);
    }
  }

  private static Object truth(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    throw new IllegalArgumentException("neither true nor false");
  }

  private static Object jsonOrText(String text) {
    try {
      return Json.read(text);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
