package dev.gatehouse.auth.limit;

import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Charges a tool call to its caller's rate limits and quotas. The charge is taken once, when the call is sure to run or to be queued, and
 * refunded when the call did not run.
 */
public final class CallCharge {

  private static final Logger LOG = LoggerFactory.getLogger(CallCharge.class);

  private final Limiter limiter;
  private final Principal principal;
  private final String tool;
  private @Nullable Verdict taken;

  /** The charge of a call of this tool by this caller. */
  public CallCharge(Limiter limiter, Principal principal, String tool) {
    this.limiter = limiter;
    this.principal = principal;
    this.tool = tool;
  }

  /**
   * Takes the charge, if the call counts against any limit.
   *
   * @return fails with {@link LimitExceededException} when a limit is exhausted, and with
   *     {@link dev.gatehouse.auth.StoreUnavailableException} when the limiter does not answer; nothing was taken then
   */
  public Future<Void> take() {
    List<LimitRule> limits = principal.limits().of(tool);
    return limits.isEmpty()
        ? Future.succeededFuture()
        : limiter.charge(principal.tenant(), Cost.of(limits, principal.limits().cost(tool))).compose(this::judge);
  }

  private Future<Void> judge(Verdict verdict) {
    if (!verdict.allowed()) {
      return Future.failedFuture(new LimitExceededException(verdict));
    }
    taken = verdict;
    return Future.succeededFuture();
  }

  /** Refunds the charge; does nothing when none was taken. */
  public Future<Void> giveBack() {
    if (taken == null) {
      return Future.succeededFuture();
    }
    taken = null;
    return limiter.adjust(principal.tenant(), Cost.of(principal.limits().of(tool), -principal.limits().cost(tool)))
        .onFailure(failure -> LOG.warn("a call of {} that did not run has spent its charge: {}", tool, failure.toString()));
  }

  /** How the limits stand after the charge, or null when none was taken. */
  public @Nullable Verdict taken() {
    return taken;
  }
}
