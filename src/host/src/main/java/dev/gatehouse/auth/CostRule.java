package dev.gatehouse.auth;

import dev.gatehouse.record.Patterns;
import java.util.Objects;

/**
 * The cost of a call: how many calls it counts as, against each limit.
 *
 * @param pattern of which tools
 * @param cost how many calls it counts for, at least 1
 */
public record CostRule(String pattern, long cost) {

  /** Refuses a cost below 1: a tool without a limit needs no cost. */
  public CostRule {
    Objects.requireNonNull(pattern, "pattern");
    if (cost < 1 || cost > 1_000_000_000) {
      throw new IllegalArgumentException("a cost is 1 to 1000000000 calls");
    }
  }

  boolean counts(String tool) {
    return Patterns.matches(pattern, tool);
  }
}
