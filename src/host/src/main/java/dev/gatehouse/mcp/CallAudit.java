package dev.gatehouse.mcp;

import dev.gatehouse.auth.ConcurrencyLimit;
import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.limit.DenialLimiter;
import dev.gatehouse.feature.CallFault;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.InputRequiredException;
import dev.gatehouse.feature.MissingCapabilityException;
import dev.gatehouse.rpc.RpcError;
import io.vertx.core.AsyncResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call and how it ends: opened when it arrives, told to the observers once, when it has ended. */
final class CallAudit {

  private static final String CONCURRENCY = "concurrency";

  private final DenialLimiter refusals;
  private final List<CallObserver> observers;
  private final McpCall call;
  private final McpRequest.OfFeature request;
  private final long began = System.nanoTime();
  private @Nullable Outcome outcome;
  private @Nullable String label;
  private @Nullable String reason;

  /** A call that has arrived. */
  CallAudit(DenialLimiter refusals, List<CallObserver> observers, McpCall call, McpRequest.OfFeature request) {
    this.refusals = refusals;
    this.observers = observers;
    this.call = call;
    this.request = request;
    call.cancellation().calledBy(this);
    observers.forEach(observer -> observer.began(call, request));
  }

  /**
   * Notes why the call will not run.
   *
   * @param label the reason in one word, for the metrics, or null
   * @param reason the reason for the audit, or null
   * @return what the caller is told: the refusal, or to wait when there were too many
   */
  McpException refused(Outcome outcome, @Nullable String label, @Nullable String reason, McpException refusal) {
    this.outcome = outcome;
    this.label = label;
    this.reason = reason;
    // Not charged: a limit already tells when to come back, and an outage is not the caller's fault.
    return outcome == Outcome.FORBIDDEN || outcome == Outcome.INVALID ? within(refusal) : refusal;
  }

  /** Notes that a rate limit or a quota refuses the call. */
  McpException limited(LimitRule limit, McpException refusal) {
    String field = limit.allowance().kind().field();
    return limited(limit.scope(), limit.pattern() == null ? field : "tool_" + field, field, limit.allowance() + " of " + limit.scope(),
        refusal);
  }

  /** Notes that a concurrency limit refuses the call. */
  McpException limited(ConcurrencyLimit full, McpException refusal) {
    return limited(full.scope(), CONCURRENCY, CONCURRENCY, full.most() + " at once of " + full.scope(), refusal);
  }

  private McpException limited(Scope scope, String limit, String word, String why, McpException refusal) {
    observers.forEach(observer -> observer.limited(call, scope, limit));
    return refused(Outcome.LIMITED, word, why, refusal);
  }

  private McpException within(McpException refusal) {
    long wait = refusals.charge(DenialLimiter.caller(call.principal()));
    return wait == 0 ? refusal : McpErrors.refusedTooOften(wait);
  }

  /** What the caller of a failed call is told. A refusal is noted with its reason. */
  Throwable told(Throwable failure) {
    if (!(failure instanceof McpException refusal) || call.cancellation().isUnwanted()) {
      return failure;
    }
    return switch (refusal.error().code()) {
      case RpcError.INTERNAL_ERROR, McpErrors.UNAUTHORIZED -> failure;
      case McpErrors.FORBIDDEN -> refused(Outcome.FORBIDDEN, null, rule(), refusal);
      case McpErrors.UNAVAILABLE -> refused(Outcome.BUSY, null, refusal.error().message(), refusal);
      default -> refusal.isResourceNotFound() ? refused(Outcome.INVALID, "unknown", "not found", refusal)
          : refused(Outcome.INVALID, "arguments", "invalid params", refusal);
    };
  }

  /** The rule that refused. */
  private @Nullable String rule() {
    Right right = request.right();
    return right == null || right.granted() ? null : right.decision().rule();
  }

  void enter(AsyncResult<? extends McpResult> done) {
    Outcome ended = outcome == null ? judge(done) : outcome;
    // Metrics count a refused call under its tool, and that of anything else under none.
    Entry served = request.kind().isCalledByModel() || ended.ran() ? request.entry() : null;
    CallObserver.Ended told = new CallObserver.Ended(call, request, served, ended, label, reason, System.nanoTime() - began);
    observers.forEach(observer -> observer.ended(told));
  }

  private Outcome judge(AsyncResult<? extends McpResult> done) {
    if (call.cancellation().isUnwanted()) {
      return Outcome.CANCELLED;
    }
    Outcome judged = done.failed() ? judge(done.cause()) : done.result().isError() ? Outcome.ERROR : Outcome.OK;
    if (judged == Outcome.FAILED) {
      reason = done.cause().getClass().getSimpleName();
    } else if (judged == Outcome.ERROR) {
      failed(call.cancellation().fault());
    }
    return judged;
  }

  /** What the host noted of the failure; a tool that answers with an error of its own tells why to its caller alone. */
  private void failed(@Nullable CallFault fault) {
    label = fault == null ? "told" : fault.toString();
    reason = fault == null ? null : label;
  }

  private Outcome judge(Throwable failure) {
    if (failure instanceof InputRequiredException) {
      return Outcome.ASKED;
    }
    if (failure instanceof McpException refusal) {
      return refusal.error().code() == RpcError.INTERNAL_ERROR ? faulty() : Outcome.INVALID;
    }
    return failure instanceof MissingCapabilityException ? Outcome.INVALID : Outcome.FAILED;
  }

  /** A tool's faults come as an answer; those of other features come as a failure. */
  private Outcome faulty() {
    return request.kind().isCalledByModel() ? Outcome.FAILED : Outcome.ERROR;
  }

  /** Who calls, as a log line names them: by the key and the request of the audit entry. */
  @Override
  public String toString() {
    return "by key " + call.principal().displayId() + ", request " + Ledger.Entry.cut(call.requestId());
  }
}
