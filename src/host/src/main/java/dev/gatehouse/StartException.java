package dev.gatehouse;

/** The host cannot start, for a reason that the operator can mend. */
final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One sentence that names the configuration field. */
  StartException(String message) {
    super(message);
  }
}
