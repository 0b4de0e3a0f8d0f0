package dev.gatehouse.feature;

/** The plugin declined the call, with a message for the caller. An expected outcome, so it has no stack trace. */
public final class DeclinedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean notFound;

  /**
   * A refusal.
   *
   * @param message what is wrong, for the caller
   * @param notFound whether what was asked for does not exist
   */
  public DeclinedException(String message, boolean notFound) {
    super(message, null, false, false);
    this.notFound = notFound;
  }

  /** Whether what was asked for does not exist. */
  public boolean notFound() {
    return notFound;
  }
}
