package dev.gatehouse.client;

/** Something that was given cannot be used; the message says what, for people. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
