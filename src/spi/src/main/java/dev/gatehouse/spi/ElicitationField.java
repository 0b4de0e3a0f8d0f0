package dev.gatehouse.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One field of a form. Immutable: each method gives a new field.
 *
 * @param name its name in the answer
 * @param schema its JSON Schema, JSON-like values by keyword
 * @param required whether the user must fill it in
 */
public record ElicitationField(String name, Map<String, Object> schema, boolean required) {

  /** Keeps an unmodifiable copy of the schema. */
  public ElicitationField {
    Objects.requireNonNull(name, "name");
    schema = Collections.unmodifiableMap(new LinkedHashMap<>(schema));
  }

  private static ElicitationField of(String name, String type) {
    return new ElicitationField(name, Map.of("type", type), true);
  }

  /**
   * A text.
   *
   * @param name the field's name
   * @return the field, required
   */
  public static ElicitationField string(String name) {
    return of(name, "string");
  }

  /**
   * A whole number.
   *
   * @param name the field's name
   * @return the field, required
   */
  public static ElicitationField integer(String name) {
    return of(name, "integer");
  }

  /**
   * A number.
   *
   * @param name the field's name
   * @return the field, required
   */
  public static ElicitationField number(String name) {
    return of(name, "number");
  }

  /**
   * Yes or no.
   *
   * @param name the field's name
   * @return the field, required
   */
  public static ElicitationField bool(String name) {
    return of(name, "boolean");
  }

  /**
   * One of some texts.
   *
   * @param name the field's name
   * @param values to choose from
   * @return the field, required
   */
  public static ElicitationField oneOf(String name, List<String> values) {
    return string(name).with("enum", List.copyOf(values));
  }

  /**
   * One of some texts, shown by titles.
   *
   * @param name the field's name
   * @param titles the title of each value, in the order in which they are shown
   * @return the field, required
   */
  public static ElicitationField oneOf(String name, Map<String, String> titles) {
    return string(name).with("oneOf", titled(titles));
  }

  /**
   * Any of some texts.
   *
   * @param name the field's name
   * @param values to choose from
   * @return the field, required
   */
  public static ElicitationField anyOf(String name, List<String> values) {
    return of(name, "array").with("items", ordered("type", "string", "enum", List.copyOf(values)));
  }

  /**
   * Any of some texts, shown by titles.
   *
   * @param name the field's name
   * @param titles the title of each value, in the order in which they are shown
   * @return the field, required
   */
  public static ElicitationField anyOf(String name, Map<String, String> titles) {
    return of(name, "array").with("items", Map.of("anyOf", titled(titles)));
  }

  private static List<Map<String, Object>> titled(Map<String, String> titles) {
    return titles.entrySet().stream().map(entry -> ordered("const", entry.getKey(), "title", entry.getValue())).toList();
  }

  private static Map<String, Object> ordered(String name, Object value, String next, Object nextValue) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(name, value);
    map.put(next, nextValue);
    return map;
  }

  /**
   * Names it for the user.
   *
   * @param title the name that is shown
   * @return the field
   */
  public ElicitationField title(String title) {
    return with("title", title);
  }

  /**
   * Explains it to the user.
   *
   * @param description what it means
   * @return the field
   */
  public ElicitationField description(String description) {
    return with("description", description);
  }

  /**
   * Fills it in beforehand.
   *
   * @param value a text, number, boolean or list of texts
   * @return the field
   */
  public ElicitationField defaultValue(Object value) {
    return with("default", value);
  }

  /**
   * Says more in JSON Schema's words, such as {@code minLength}, {@code maximum} or {@code format} ({@code email}, {@code uri},
   * {@code date}, {@code date-time}).
   *
   * @param keyword the keyword
   * @param value its value
   * @return the field
   */
  public ElicitationField with(String keyword, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(schema);
    more.put(keyword, value);
    return new ElicitationField(name, more, required);
  }

  /**
   * Lets the user leave it empty.
   *
   * @return the field
   */
  public ElicitationField optional() {
    return new ElicitationField(name, schema, false);
  }
}
