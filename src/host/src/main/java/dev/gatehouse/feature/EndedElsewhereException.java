package dev.gatehouse.feature;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call ended on another node, not with a good result: what its caller gets, and what the node noted of it, so that the circuit breaker
 * and the audit log see what they would see of a call in this process. It has no stack trace.
 */
public final class EndedElsewhereException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;
  private final @Nullable CallFault fault;
  private final boolean counts;

  /**
   * An end.
   *
   * @param outcome what the caller gets
   * @param fault why there is no answer of what was called; null where there is one
   * @param counts whether a fault counts for the circuit breaker: what was called had begun to run
   */
  public EndedElsewhereException(Outcome outcome, @Nullable CallFault fault, boolean counts) {
    super("the call ended on another node", null, false, false);
    this.outcome = Objects.requireNonNull(outcome, "outcome");
    this.fault = fault;
    this.counts = counts;
  }

  /** What the caller gets. */
  public Outcome outcome() {
    return outcome;
  }

  /** Why there is no answer of what was called; null where there is one. */
  public @Nullable CallFault fault() {
    return fault;
  }

  /** How the delivery ends. */
  Delivery.Ending ending() {
    if (fault == null || fault == CallFault.ANSWER) {
      return Delivery.Ending.ANSWERED;
    }
    return counts ? Delivery.Ending.FAULT : Delivery.Ending.NOT_RUN;
  }
}
