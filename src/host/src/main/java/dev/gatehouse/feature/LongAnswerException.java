package dev.gatehouse.feature;

/** An answer is found to be longer than the host passes on while it is still being written. */
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
