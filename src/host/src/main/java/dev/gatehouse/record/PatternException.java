package dev.gatehouse.record;

/** A pattern cannot be parsed. The message may be shown: it holds at most one character or one condition of the text. */
public final class PatternException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public PatternException(String message) {
    super(message);
  }
}
