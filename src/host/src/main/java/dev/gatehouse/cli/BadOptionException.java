package dev.gatehouse.cli;

/** An option's value that cannot be used. */
final class BadOptionException extends Exception {

  private static final long serialVersionUID = 1L;

  BadOptionException(String option, String why) {
    super("--" + option + ": " + why);
  }
}
