package dev.gatehouse.config;

/**
 * Rate limiting.
 *
 * @param onOutage what happens to a limited call while Redis does not answer
 */
public record LimitsConfig(OnOutage onOutage) {

  /** The outage policy: what happens to a limited call while Redis does not answer. */
  public enum OnOutage {
    /** Fail closed: refuse it. */
    REFUSE,
    /** Count it on this host only. */
    LOCAL
  }
}
