package dev.gatehouse.auth;

import dev.gatehouse.record.Patterns;
import java.util.Objects;

/**
 * The patterns of one record that has a say in what a caller may use.
 *
 * @param record which one, as {@code explain} names it: {@code the key}, {@code role 'reader'}
 * @param tools by name; null when the record is silent about them
 * @param prompts by name, or null
 * @param resources by URI, or null
 */
record RightsSource(String record, Patterns tools, Patterns prompts, Patterns resources) {

  RightsSource {
    Objects.requireNonNull(record, "record");
  }

  static RightsSource read(String record, Fields fields) {
    return new RightsSource(record, fields.has("tools") ? fields.tools() : null,
        fields.has("prompts") ? fields.prompts() : null, fields.has("resources") ? fields.resources() : null);
  }
}
