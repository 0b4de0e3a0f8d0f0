package dev.gatehouse.config;

/**
 * Rate limiting.
 *
 * @param onOutage what happens to a limited call while Redis does not answer
 * @param lease whether a host takes calls of large rates ahead
 */
public record LimitsConfig(OnOutage onOutage, Lease lease) {

  /** Whether a host takes calls of large rates ahead, to count them in memory. */
  public enum Lease {
    /** Where a rate is large enough. */
    AUTO,
    /** Nowhere: each call is counted in Redis. */
    OFF
  }

  /** The outage policy: what happens to a limited call while Redis does not answer. */
  public enum OnOutage {
    /** Fail closed: refuse it. */
    REFUSE,
    /** Count it on this host only. */
    LOCAL
  }
}
