package dev.gatehouse.feature.bulkhead;

/** A bulkhead is full. An expected outcome, so it has no stack trace. */
public final class BusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what is full.
   *
   * @param message what is full and how many run, for the caller
   */
  public BusyException(String message) {
    super(message, null, false, false);
  }
}
