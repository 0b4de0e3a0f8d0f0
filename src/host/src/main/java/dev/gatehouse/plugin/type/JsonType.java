package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A Java type that has a JSON form. */
public interface JsonType {

  /**
   * Describes the JSON form.
   *
   * @param schemas the document that the schema becomes part of
   * @return a new node, which the caller may add to
   */
  ObjectNode schema(SchemaWriter schemas);

  /**
   * Reads a value.
   *
   * @throws MismatchException when the JSON does not have this form
   */
  Object read(JsonNode node);

  /**
   * Writes a value that is not null.
   *
   * @param depth how many values it lies within, at most {@link UnwritableException#MAX_DEPTH}
   * @throws UnwritableException naming the member that has no JSON form, or the cycle
   */
  JsonNode write(Object value, int depth);

  /** Writes a value that is not null and lies within no other. */
  default JsonNode write(Object value) {
    return write(value, 0);
  }
}
