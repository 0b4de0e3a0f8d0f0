package dev.gatehouse.auth.limit;

import dev.gatehouse.auth.limit.Limiter.Verdict;

/** A rate or a quota of the caller is exhausted, and the call was not charged. Has no stack: it is no fault of the host. */
public final class LimitExceededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Verdict verdict;

  LimitExceededException(Verdict verdict) {
    super("limit exceeded: " + verdict.limit(), null, false, false);
    this.verdict = verdict;
  }

  /** Which limit, and until when. */
  public Verdict verdict() {
    return verdict;
  }
}
