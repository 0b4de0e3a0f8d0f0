package dev.gatehouse.feature;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call are not valid. The feature has not run, so this does not count for the circuit breaker. An expected outcome, so
 * it has no stack trace.
 */
public final class InvalidArgumentsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Arguments that are not as asked for.
   *
   * @param message what is wrong with them, for the caller
   */
  public InvalidArgumentsException(String message) {
    this(message, null);
  }

  /**
   * Arguments for which a check failed.
   *
   * @param message for the caller
   * @param cause what the check threw, for the log; null when nothing failed
   */
  public InvalidArgumentsException(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }
}
