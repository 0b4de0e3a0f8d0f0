package dev.gatehouse.auth.limit;

import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.StoreUnavailableException;
import io.vertx.core.Future;
import java.util.List;

/** The port to the rate limiter and quota counter. Implemented here for one host, and in {@code redis} for all hosts together. */
public interface Limiter {

  /**
   * Charges one call to every limit given, or to none of them when one is exhausted.
   *
   * @param tenant whose limits they are
   * @param limits at least one
   * @param cost for how many calls it counts, at least 1
   * @return the verdict; fails with {@link StoreUnavailableException} when the limiter does not answer
   */
  Future<Verdict> charge(String tenant, List<LimitRule> limits, long cost);

  /**
   * Refunds a charge of a call that did not run. No limit exceeds its maximum by this.
   *
   * @param tenant whose limits they are
   * @param limits those that were charged
   * @param cost what was charged
   * @return fails with {@link StoreUnavailableException} when the limiter does not answer
   */
  Future<Void> giveBack(String tenant, List<LimitRule> limits, long cost);

  /**
   * How a limit stands after the charge.
   *
   * @param limit which
   * @param remaining how many calls it still admits at once
   * @param resetMillis milliseconds until it is whole again
   */
  record Standing(LimitRule limit, long remaining, long resetMillis) {
  }

  /**
   * The outcome.
   *
   * @param allowed whether the call may go on; nothing was charged when it may not
   * @param decisive which of the standings decided: the one with the longest wait, or the one that is closest to exhaustion
   * @param retryAfterMillis milliseconds until that limit admits such a call; 0 when allowed
   * @param cost what the call took, or would have taken
   * @param standings of all limits, in the order given
   */
  record Verdict(boolean allowed, int decisive, long retryAfterMillis, long cost, List<Standing> standings) {

    /** How the limit stands that decided. */
    public Standing decided() {
      return standings.get(decisive);
    }

    /** The limit that decided. */
    public LimitRule limit() {
      return decided().limit();
    }

    /** Whether it is hopeless to wait: such a call takes more than the limit ever has. */
    public boolean never() {
      return cost > limit().allowance().calls();
    }
  }
}
