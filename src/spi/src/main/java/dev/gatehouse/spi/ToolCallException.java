package dev.gatehouse.spi;

/** Thrown by a tool whose failure the model should read: the answer is {@code isError} with this message. */
public class ToolCallException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A failure in words.
   *
   * @param message what went wrong and what to do about it; it is sent to the caller
   */
  public ToolCallException(String message) {
    super(message);
  }

  /**
   * A failure in words, with its cause for the host's log.
   *
   * @param message what went wrong and what to do about it; it is sent to the caller
   * @param cause logged, never sent
   */
  public ToolCallException(String message, Throwable cause) {
    super(message, cause);
  }
}
