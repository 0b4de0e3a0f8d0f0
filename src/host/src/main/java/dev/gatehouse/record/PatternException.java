package dev.gatehouse.record;

/** Patterns that cannot be read. Its message may be shown: it holds at most one character or one condition of the text. */
public final class PatternException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public PatternException(String message) {
    super(message);
  }
}
