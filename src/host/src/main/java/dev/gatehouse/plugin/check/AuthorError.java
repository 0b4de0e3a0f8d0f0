package dev.gatehouse.plugin.check;

/** An error that the same jar with the same configuration repeats every time. The message is for the plugin's author or the operator. */
public class AuthorError extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 20;

  public AuthorError(String message) {
    super(message);
  }

  /** Whether it caused what a plugin threw. */
  public static boolean isBehind(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < DEEPEST; i++) {
      if (cause instanceof AuthorError) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
