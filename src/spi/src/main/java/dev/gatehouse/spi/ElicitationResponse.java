package dev.gatehouse.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The user's answer.
 *
 * @param action what they did
 * @param content the fields of the form, JSON-like values by name; empty unless they accepted one
 */
public record ElicitationResponse(Action action, Map<String, Object> content) {

  /** What a user may do. */
  public enum Action {
    /** They answered. */
    ACCEPT,
    /** They said no. */
    DECLINE,
    /** They closed the question without an answer. */
    CANCEL
  }

  /** Keeps an unmodifiable copy of the content. */
  public ElicitationResponse {
    Objects.requireNonNull(action, "action");
    content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
  }

  /**
   * Whether the user answered.
   *
   * @return true if so
   */
  public boolean isAccepted() {
    return action == Action.ACCEPT;
  }

  /**
   * A field's text.
   *
   * @param field its name
   * @return the text, or null when it was left empty
   */
  public String getString(String field) {
    return content.get(field) instanceof String text ? text : null;
  }

  /**
   * A field's whole number.
   *
   * @param field its name
   * @return the number, or null when it was left empty
   */
  public Long getInteger(String field) {
    return content.get(field) instanceof Number number ? Long.valueOf(number.longValue()) : null;
  }

  /**
   * A field's number.
   *
   * @param field its name
   * @return the number, or null when it was left empty
   */
  public Double getNumber(String field) {
    return content.get(field) instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
  }

  /**
   * A field's yes or no.
   *
   * @param field its name
   * @return the value, or null when it was left empty
   */
  public Boolean getBoolean(String field) {
    return content.get(field) instanceof Boolean value ? value : null;
  }

  /**
   * A field's several texts.
   *
   * @param field its name
   * @return the texts; empty when it was left empty
   */
  public List<String> getStrings(String field) {
    return content.get(field) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }
}
