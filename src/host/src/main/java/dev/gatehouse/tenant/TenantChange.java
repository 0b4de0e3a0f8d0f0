package dev.gatehouse.tenant;

import java.util.Set;

/**
 * A tenant's lists are not what they were.
 *
 * @param tenant whose
 * @param lists which of them; never empty
 */
public record TenantChange(String tenant, Set<Listing> lists) {

  /** What a client can list. */
  public enum Listing {
    /** {@code tools/list}. */
    TOOLS
  }

  /** Copies the set. */
  public TenantChange {
    lists = Set.copyOf(lists);
  }
}
