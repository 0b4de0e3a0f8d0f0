package dev.gatehouse.mcp.legacy;

/** A session was written by a newer version of the host, in a form that this one does not know. */
public final class NewerFormatException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Names the format number. */
  public NewerFormatException(String format) {
    super("the session has format " + format, null, false, false);
  }
}
