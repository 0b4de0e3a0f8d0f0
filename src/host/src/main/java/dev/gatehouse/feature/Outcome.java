package dev.gatehouse.feature;

/** The reply of a plugin's verticle: a result, or the reason why there is none. */
public sealed interface Outcome permits Result, Outcome.Ended {

  /**
   * No result; the caller's future fails with this very exception.
   *
   * @param with {@link InputRequiredException}, {@link MissingCapabilityException}, {@link DeclinedException} or {@link FaultException}
   */
  record Ended(RuntimeException with) implements Outcome {
  }
}
