package dev.gatehouse.feature;

/** The answer exceeds the size limit. Thrown while it is being written. */
public final class LongAnswerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * One that is too long.
   *
   * @param most how many bytes it may have
   */
  public LongAnswerException(long most) {
    super("the result has more than " + most + " bytes", null, false, false);
  }
}
