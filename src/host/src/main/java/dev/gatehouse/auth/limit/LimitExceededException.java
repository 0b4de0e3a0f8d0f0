package dev.gatehouse.auth.limit;

import dev.gatehouse.auth.limit.Limiter.Verdict;

/** A rate limit or a quota of the caller is exhausted, and the call was not charged. An expected outcome, so it has no stack trace. */
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
