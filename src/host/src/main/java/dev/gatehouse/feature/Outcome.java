package dev.gatehouse.feature;

/** What a plugin's verticle replies: the result, or what the call ended with instead. */
public sealed interface Outcome permits Result, Outcome.Ended {

  /**
   * No result; the caller's future fails with this very exception.
   *
   * @param with {@link InputRequiredException}, {@link MissingCapabilityException}, {@link DeclinedException} or {@link FaultException}
   */
  record Ended(RuntimeException with) implements Outcome {
  }
}
