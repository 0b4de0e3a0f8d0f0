package dev.gatehouse.auth;

import dev.gatehouse.config.Rate;
import io.vertx.core.Future;
import java.util.List;

/** Counts calls against rates. Implemented above, in {@code redis}. */
public interface Limiter {

  /**
   * Charges one call to every limit given, or to none of them when one is exhausted.
   *
   * @param tenant whose limits they are
   * @param limits at least one
   * @return the verdict; fails with {@link StoreUnavailableException} when the limiter does not answer
   */
  Future<Verdict> charge(String tenant, List<Limit> limits);

  /**
   * One limit that applies to a call.
   *
   * @param subject whose calls it counts, unique within the tenant, for example {@code key:0f3a…} or
   *     {@code key:0f3a…:tool:add*}
   * @param rate how many per how long
   */
  record Limit(String subject, Rate rate) {
  }

  /**
   * The outcome, told of the limit that is closest to exhaustion (or is exhausted).
   *
   * @param allowed whether the call may go on; nothing was charged when it may not
   * @param limit which limit decided
   * @param remaining how many calls it still admits at once
   * @param resetMillis milliseconds until it is whole again
   * @param retryAfterMillis milliseconds until it admits the next call; 0 when allowed
   */
  record Verdict(boolean allowed, Limit limit, long remaining, long resetMillis, long retryAfterMillis) {
  }
}
