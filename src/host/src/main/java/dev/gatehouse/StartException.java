package dev.gatehouse;

/** The host cannot start, for a reason that the operator can fix. */
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One sentence that names the configuration field. */
  public StartException(String message) {
    super(message);
  }
}
