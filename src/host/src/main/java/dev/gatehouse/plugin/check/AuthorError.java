package dev.gatehouse.plugin.check;

/** An error that the same jar with the same configuration repeats every time. The message is for the plugin's author or the operator. */
public class AuthorError extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public AuthorError(String message) {
    super(message);
  }

  /** Whether it caused what a plugin threw. */
  public static boolean isBehind(Throwable thrown) {
    return ThrownFaults.causes(thrown).anyMatch(AuthorError.class::isInstance);
  }
}
