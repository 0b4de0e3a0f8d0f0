package dev.gatehouse.feature;

/**
 * Unwinds a call that needs input from its client, on a wire without requests to the client. The channel keeps the requests; the call runs
 * again from its start when the client has answered. An expected outcome, so it has no stack trace.
 */
public final class InputRequiredException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The signal. */
  public InputRequiredException() {
    super("the client must answer first", null, false, false);
  }
}
