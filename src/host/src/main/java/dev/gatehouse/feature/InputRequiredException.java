package dev.gatehouse.feature;

/**
 * Unwinds a call whose client must answer something first, on a wire without requests to the client. The channel remembers what was
 * asked; the call runs again from its start when the answers are there. A signal, not a fault, and so without a stack trace.
 */
public final class InputRequiredException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The signal. */
  public InputRequiredException() {
    super("the client must answer first", null, false, false);
  }
}
