package dev.gatehouse.mcp;

import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.feature.Entry;
import org.jspecify.annotations.Nullable;

/** Measures calls, for the metrics. Implemented above, in {@code http}. */
@FunctionalInterface
public interface CallMeter {

  /**
   * A call has ended. By any thread; returns at once and never fails.
   *
   * @param tenant whose key called
   * @param served what served it, or would have; null when nothing does, or that is not known
   * @param reason one of few words that are fixed in the program, or null
   * @param nanos how long it took
   */
  void ended(String tenant, Use use, @Nullable Entry served, Outcome outcome, String reason, long nanos);
}
