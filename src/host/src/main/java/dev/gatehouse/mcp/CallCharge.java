package dev.gatehouse.mcp;

import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import dev.gatehouse.feature.Fee;
import dev.gatehouse.record.Quota;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one call of a tool takes from its caller's limits, once, when it is sure to run or to wait for that. */
final class CallCharge implements Fee {

  private static final Logger LOG = LoggerFactory.getLogger(CallCharge.class);

  private final Limiter limiter;
  private final Principal principal;
  private final String tool;
  private final CallAudit booked;
  private boolean taken;
  private Map<String, String> headers = Map.of();

  CallCharge(Limiter limiter, Principal principal, String tool, CallAudit booked) {
    this.limiter = limiter;
    this.principal = principal;
    this.tool = tool;
    this.booked = booked;
  }

  /** Fails with what the caller is told when a limit is used up, or when nobody can tell. */
  @Override
  public Future<Void> take() {
    List<LimitRule> limits = principal.limits().of(tool);
    if (limits.isEmpty()) {
      return Future.succeededFuture();
    }
    return limiter.charge(principal.tenant(), limits, principal.limits().cost(tool))
        .transform(charged -> charged.succeeded() ? judged(charged.result()) : Future.failedFuture(failure(charged.cause())));
  }

  private Future<Void> judged(Verdict verdict) {
    if (!verdict.allowed()) {
      return Future.failedFuture(booked.refused(Outcome.LIMITED, verdict.limit().allowance() instanceof Quota ? "quota" : "rate",
          verdict.limit().allowance() + " of " + verdict.limit().scope(),
          McpErrors.limited(tool, verdict)));
    }
    taken = true;
    headers = RateLimitHeaders.of(verdict);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> giveBack() {
    if (!taken) {
      return Future.succeededFuture();
    }
    taken = false;
    return limiter.giveBack(principal.tenant(), principal.limits().of(tool), principal.limits().cost(tool))
        .onFailure(failure -> LOG.warn("a call of {} that did not run has spent its charge: {}", tool, failure.toString()));
  }

  private Throwable failure(Throwable thrown) {
    return thrown instanceof StoreUnavailableException
        ? booked.refused(Outcome.UNAVAILABLE, null, "limits", McpErrors.storeUnavailable())
        : thrown;
  }

  /** How the limits stand, for the answer's headers; empty when nothing was charged. */
  Map<String, String> headers() {
    return headers;
  }
}
