package dev.gatehouse.mcp.legacy;

/** A session has ended while a request in it was running. */
final class SessionEndedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  SessionEndedException() {
    super("the session has ended", null, false, false);
  }
}
