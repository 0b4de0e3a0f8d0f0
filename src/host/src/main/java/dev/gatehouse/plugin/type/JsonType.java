package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.CallCancellation;
import org.jspecify.annotations.Nullable;

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
  @Nullable
  Object read(JsonNode node);

  /**
   * Writes a value that is not null.
   *
   * @param writing its depth, and how long it may become
   * @throws dev.gatehouse.feature.LongAnswerException when it becomes too long
   * @throws UnwritableException naming the member that has no JSON form, or the cycle
   */
  JsonNode write(Object value, Writing writing);

  /** Writes a value that is not null and lies within no other, and is as long as an answer may be by default. */
  default JsonNode write(Object value) {
    return write(value, new Writing(CallCancellation.LONGEST_ANSWER));
  }
}
