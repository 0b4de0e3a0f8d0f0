package dev.gatehouse.config;

import java.time.Duration;

/**
 * Retention of the audit log: calls and denials.
 *
 * @param keep for how long, unless {@code maxBytes} is reached before
 * @param maxBytes how much memory of Redis the calls of one tenant may take; then the oldest go first
 */
public record AuditConfig(Duration keep, long maxBytes) {

  /** The default: 30 days within 256 MiB. */
  public static final AuditConfig DEFAULT = new AuditConfig(Duration.ofDays(30), 256L << 20);

  /** Refuses bounds that keep nothing. */
  public AuditConfig {
    if (keep.isNegative() || keep.isZero() || maxBytes <= 0) {
      throw new IllegalArgumentException("audit.keep and audit.maxBytes must be positive");
    }
  }
}
