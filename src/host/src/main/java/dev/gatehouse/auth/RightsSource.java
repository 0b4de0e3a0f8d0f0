package dev.gatehouse.auth;

import dev.gatehouse.record.Patterns;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The allow-list and deny-list patterns of one record.
 *
 * @param record which one, as {@code explain} names it: {@code the key}, {@code role 'reader'}
 * @param tools by name; null when the record is silent about them
 * @param prompts by name, or null
 * @param resources by URI, or null
 */
public record RightsSource(String record, @Nullable Patterns tools, @Nullable Patterns prompts, @Nullable Patterns resources) {

  /** Refuses null. */
  public RightsSource {
    Objects.requireNonNull(record, "record");
  }
}
