package dev.gatehouse.spi;

import java.util.Arrays;
import java.util.List;

/**
 * The fields of a form (MCP restricted JSON Schema: a flat object).
 *
 * <pre>{@code
 * ElicitationSchema.of(
 *     ElicitationField.string("name").title("Your name"),
 *     ElicitationField.integer("age").with("minimum", 0).optional())
 * }</pre>
 *
 * @param fields in the order in which they are shown
 */
public record ElicitationSchema(List<ElicitationField> fields) {

  /** Copies the fields; refuses two of one name. */
  public ElicitationSchema {
    fields = List.copyOf(fields);
    if (fields.stream().map(ElicitationField::name).distinct().count() < fields.size()) {
      throw new IllegalArgumentException("two fields of a form have the same name");
    }
  }

  /**
   * A form of these fields.
   *
   * @param fields in the order in which they are shown
   * @return the schema
   */
  public static ElicitationSchema of(ElicitationField... fields) {
    return new ElicitationSchema(Arrays.asList(fields));
  }

  /**
   * Lets the user leave every field empty.
   *
   * @return the schema
   */
  public ElicitationSchema allOptional() {
    return new ElicitationSchema(fields.stream().map(ElicitationField::optional).toList());
  }
}
