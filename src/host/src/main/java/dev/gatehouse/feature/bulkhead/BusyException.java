package dev.gatehouse.feature.bulkhead;

/** A bulkhead is full. An expected outcome, so it has no stack trace. */
public final class BusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int retrySeconds;

  /**
   * Says what is full. A place may be free again in a second.
   *
   * @param message what is full and how many run, for the caller
   */
  public BusyException(String message) {
    this(message, 1);
  }

  /**
   * Says what refuses, and for how long.
   *
   * @param message what refuses and why, for the caller
   * @param retrySeconds after how many seconds the caller may try again, at least 1
   */
  public BusyException(String message, int retrySeconds) {
    super(message, null, false, false);
    this.retrySeconds = Math.max(1, retrySeconds);
  }

  /** After how many seconds the caller may try again; at least 1. */
  public int retrySeconds() {
    return retrySeconds;
  }
}
