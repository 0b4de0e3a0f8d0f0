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
   * @param costs of at least one limit, each above zero
   * @return the verdict; fails with {@link StoreUnavailableException} when the limiter does not answer
   */
  Future<Verdict> charge(String tenant, List<Cost> costs);

  /**
   * Adds to what is used of limits, whether or not they allow it, as for the refund of a call that did not run. No limit exceeds its
   * maximum by this.
   *
   * @param tenant whose limits they are
   * @param costs below zero to refund them
   * @return fails with {@link StoreUnavailableException} when the limiter does not answer
   */
  Future<Void> adjust(String tenant, List<Cost> costs);

  /**
   * What a call takes of a limit.
   *
   * @param limit which
   * @param amount how much, in the limit's unit
   */
  record Cost(LimitRule limit, long amount) {

    /** The same amount of each limit. */
    public static List<Cost> of(List<LimitRule> limits, long amount) {
      return limits.stream().map(limit -> new Cost(limit, amount)).toList();
    }
  }

  /**
   * How a limit stands after the charge.
   *
   * @param cost which, and what the call took of it, or would have taken
   * @param remaining how many calls it still admits at once
   * @param resetMillis milliseconds until it is whole again
   */
  record Standing(Cost cost, long remaining, long resetMillis) {

    /** Which limit. */
    public LimitRule limit() {
      return cost.limit();
    }
  }

  /**
   * The outcome.
   *
   * @param allowed whether the call may go on; nothing was charged when it may not
   * @param decisive which of the standings decided: the one with the longest wait, or the one that is closest to exhaustion
   * @param retryAfterMillis milliseconds until that limit admits such a call; 0 when allowed
   * @param standings of all limits, in the order given
   */
  record Verdict(boolean allowed, int decisive, long retryAfterMillis, List<Standing> standings) {

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
      return decided().cost().amount() > limit().allowance().most();
    }
  }
}
