package dev.gatehouse.feature;

/** A call failed inside the plugin, or the plugin did not answer. The message is for the caller and holds no internals. */
public final class FaultException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what happened.
   *
   * @param message for the caller
   */
  public FaultException(String message) {
    super(message, null, false, false);
  }
}
