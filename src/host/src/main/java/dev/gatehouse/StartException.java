package dev.gatehouse;

/** The host cannot start, for a reason that the operator can fix. */
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One sentence that names the configuration field. */
  public StartException(String message) {
    super(message);
  }

  /**
   * The port cannot be bound.
   *
   * @param section of the configuration, which holds {@code host} and {@code port}
   */
  static StartException cannotListen(String section, String host, int port, Throwable failure) {
    return new StartException("cannot listen on " + host + ":" + port + " (" + section + ".host, " + section + ".port): "
        + failure.getMessage());
  }
}
