package dev.gatehouse.config;

/**
 * Rate limiting.
 *
 * @param onOutage what happens to a limited call while Redis does not answer
 */
public record LimitsConfig(OnOutage onOutage) {

  /** What happens to a limited call while Redis does not answer. */
  public enum OnOutage {
    /** It is refused. */
    REFUSE,
    /** This host counts it alone. */
    LOCAL
  }
}
