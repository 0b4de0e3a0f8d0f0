package dev.gatehouse.config;

/** Patterns that cannot be read. Its message may be shown: it holds at most one character or one condition of the text. */
final class PatternException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  PatternException(String message) {
    super(message);
  }
}
