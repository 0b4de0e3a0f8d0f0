package dev.gatehouse.client.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/** JSON as this client reads and writes it: decimals stay what they are. */
public final class Json {

  static final ObjectMapper MAPPER = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
  };

  private Json() {
  }

  /** The value as JSON, in one line. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be written as JSON", e);
    }
  }

  /**
   * Reads any JSON value.
   *
   * @throws IllegalArgumentException when it is not JSON
   */
  public static Object read(String text) {
    try {
      return MAPPER.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads a JSON object; nothing at all is the empty one.
   *
   * @throws IllegalArgumentException when it is not a JSON object
   */
  public static Map<String, Object> readObject(String text) {
    if (text.isBlank()) {
      return Map.of();
    }
    try {
      Map<String, Object> object = MAPPER.readValue(text, OBJECT);
      return object == null ? Map.of() : object;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON object: " + e.getOriginalMessage(), e);
    }
  }
}
