package dev.gatehouse.feature;

import java.util.List;

/**
 * Values that a caller may mean.
 *
 * @param values the best first, at most {@link #MOST}
 * @param total how many there are in all, or null when unknown
 * @param hasMore whether there are more than these
 */
public record CompletionResult(List<String> values, Integer total, boolean hasMore) implements Result {

  /** More values are never sent (specification, completion). */
  public static final int MOST = 100;

  /** Cuts off what is too much, and says so. */
  public CompletionResult {
    if (values.size() > MOST) {
      total = total == null ? values.size() : total;
      hasMore = true;
      values = values.subList(0, MOST);
    }
    values = List.copyOf(values);
  }
}
