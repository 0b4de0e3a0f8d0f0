package dev.gatehouse.spi;

import java.util.List;

/**
 * Proposed values.
 *
 * @param values the best first; the host sends a hundred at most
 * @param total how many there are in all, or null when unknown
 * @param hasMore whether there are more than these
 */
public record CompletionResponse(List<String> values, Integer total, boolean hasMore) {

  /** Copies the values. */
  public CompletionResponse {
    values = List.copyOf(values);
  }

  /**
   * All there are.
   *
   * @param values the best first
   * @return the response
   */
  public static CompletionResponse of(List<String> values) {
    return new CompletionResponse(values, values.size(), false);
  }

  /**
   * All there are; the same as {@link #of}.
   *
   * @param values the best first
   * @return the response
   */
  public static CompletionResponse create(List<String> values) {
    return of(values);
  }

  /**
   * All there are.
   *
   * @param values the best first
   * @return the response
   */
  public static CompletionResponse create(String... values) {
    return of(List.of(values));
  }
}
