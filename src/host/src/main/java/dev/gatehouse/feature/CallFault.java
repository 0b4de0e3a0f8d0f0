package dev.gatehouse.feature;

/** The reason why a call has no result, for audit and metrics. The texts are for the caller. */
public enum CallFault {
  /** Its arguments were not valid; it has not run. */
  ARGUMENTS,
  /** It threw something else than an answer. */
  THREW,
  /** It did not answer in time. */
  TIMEOUT,
  /** Its answer is larger than the host passes on. */
  ANSWER,
  /** Nobody listened at its address. */
  UNREACHABLE,
  /** The node that had it was lost; it may or may not have run. */
  LOST;

  /** As it is written down: {@code threw}. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
