package dev.gatehouse.auth;

import java.util.Objects;

/**
 * A concurrency limit: how many calls may run at once on this host.
 *
 * @param scope whose they are
 * @param subject whose exactly, unique within the tenant: {@code key:0f3a9c21b7de}
 * @param most how many, at least 1
 */
public record ConcurrencyLimit(Scope scope, String subject, int most) {

  /** Refuses a limit below 1. */
  public ConcurrencyLimit {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(subject, "subject");
    if (most < 1) {
      throw new IllegalArgumentException("a ceiling admits at least one call");
    }
  }
}
