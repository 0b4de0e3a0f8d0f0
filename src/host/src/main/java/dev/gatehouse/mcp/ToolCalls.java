package dev.gatehouse.mcp;

import dev.gatehouse.auth.ConcurrencyLimit;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.CallCharge;
import dev.gatehouse.auth.limit.Concurrency;
import dev.gatehouse.auth.limit.LimitExceededException;
import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.bulkhead.BusyException;
import io.vertx.core.Future;
import java.util.List;

/**
 * Calls tools ({@code tools/call}): like any feature, but within the caller's concurrency limits, and charged to the caller's rate limits
 * and quotas.
 */
final class ToolCalls {

  private final FeatureCalls calls;
  private final Limiter limiter;
  private final Concurrency concurrency = new Concurrency();

  ToolCalls(FeatureCalls calls, Limiter limiter) {
    this.calls = calls;
    this.limiter = limiter;
  }

  /** Enters every call that has a name in the audit log, however it ends. */
  Future<McpResult> call(McpCall call, McpRequest.Named<CallParams.Arguments> request) {
    CallAudit audit = calls.opened(call, request);
    return Attempt.<McpResult>of(() -> attempt(call, request, audit)).onComplete(audit::enter);
  }

  /** Permission is decided on the name, before existence: whoever may not call it does not learn whether it exists. */
  private Future<McpResult> attempt(McpCall call, McpRequest.Named<CallParams.Arguments> request, CallAudit audit) {
    McpException forbidden = request.right().refusal(call.principal());
    if (forbidden != null) {
      return Future.failedFuture(audit.refused(Outcome.FORBIDDEN, null, request.right().decision().rule(), forbidden));
    }
    if (request.entry() == null) {
      return Future.failedFuture(audit.refused(Outcome.INVALID, "unknown", "unknown tool",
          FeatureCalls.unknown(call, request.kind(), request.subject())));
    }
    if (request.arguments().fault() != null) {
      return Future.failedFuture(audit.refused(Outcome.INVALID, "arguments", "arguments are no object", request.arguments().fault()));
    }
    return bounded(call, request.entry(), request.arguments().get(), audit);
  }

  /** The caller's own places are taken first, then the tool's, then the charge, so that a call that is refused has spent nothing. */
  private Future<McpResult> bounded(McpCall call, Entry entry, CallParams params, CallAudit audit) {
    List<ConcurrencyLimit> ceilings = call.principal().limits().ceilings();
    if (ceilings.isEmpty()) {
      return dispatch(call, entry, params, audit);
    }
    String tenant = call.principal().tenant();
    ConcurrencyLimit full = concurrency.enter(tenant, ceilings);
    if (full != null) {
      return Future.failedFuture(audit.limited(full, McpErrors.limited(entry.key().name(), full)));
    }
    return Attempt.<McpResult>of(() -> dispatch(call, entry, params, audit))
        .onComplete(done -> concurrency.leave(tenant, ceilings));
  }

  private Future<McpResult> dispatch(McpCall call, Entry entry, CallParams params, CallAudit audit) {
    CallCharge charge = new CallCharge(limiter, call.principal(), entry.key().name());
    return calls.send(call, entry, params, Charge.of(charge::take, charge::giveBack))
        .compose(result -> Future.succeededFuture(McpResult.of(result).with(RateLimitHeaders.of(charge.taken()))),
            failure -> Future.failedFuture(told(failure, call, entry.key().name(), params, audit)));
  }

  /** What the caller is told of a failure; why the call did not run is noted for the audit. */
  private static Throwable told(Throwable failure, McpCall call, String tool, CallParams params, CallAudit audit) {
    if (failure instanceof LimitExceededException exceeded) {
      return audit.limited(exceeded.verdict().limit(), McpErrors.limited(tool, exceeded.verdict()));
    }
    if (failure instanceof StoreUnavailableException) {
      return audit.refused(Outcome.UNAVAILABLE, null, "limits", McpErrors.storeUnavailable());
    }
    if (failure instanceof BusyException busy && !call.cancellation().isCancelled()) {
      return audit.refused(Outcome.BUSY, null, String.valueOf(busy.getMessage()), McpErrors.busy(busy));
    }
    return FeatureCalls.refusal(params, failure);
  }
}
