package dev.gatehouse.cli;

/** An option has an invalid value. */
final class BadOptionException extends Exception {

  private static final long serialVersionUID = 1L;

  BadOptionException(String option, String why) {
    super("--" + option + ": " + why);
  }
}
