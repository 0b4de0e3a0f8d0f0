package dev.gatehouse.mcp;

import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.tool.InputRequiredException;
import dev.gatehouse.tool.MissingCapabilityException;
import io.vertx.core.AsyncResult;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** One tool call on its way into the ledger: opened when it arrives, entered once, when it has ended. */
final class BookedCall {

  private final Ledger ledger;
  private final McpCall call;
  private final String tool;
  private final long began = System.nanoTime();
  private Outcome outcome;
  private String reason;

  BookedCall(Ledger ledger, McpCall call, String tool) {
    this.ledger = ledger;
    this.call = call;
    this.tool = tool;
  }

  /** Notes why the call will not run, and hands the refusal on. */
  McpException refused(Outcome outcome, String reason, McpException refusal) {
    this.outcome = outcome;
    this.reason = reason;
    return refusal;
  }

  void enter(AsyncResult<? extends McpResult> done) {
    if (outcome == null) {
      judge(done);
    }
    Principal principal = call.principal();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    ledger.record(new Ledger.Entry(Instant.now(), principal.tenant(), principal.keyId(), principal.displayId(), principal.owner(),
        tool, outcome, reason, millis, call.requestId(), principal.policy()));
  }

  private void judge(AsyncResult<? extends McpResult> done) {
    if (call.cancellation().isUnwanted()) {
      outcome = Outcome.CANCELLED;
    } else if (done.failed()) {
      outcome = judge(done.cause());
      reason = outcome == Outcome.FAILED ? done.cause().getClass().getSimpleName() : null;
    } else {
      outcome = done.result() instanceof McpResult.ToolAnswer answer && answer.result().isError() ? Outcome.ERROR : Outcome.OK;
    }
  }

  private static Outcome judge(Throwable failure) {
    if (failure instanceof InputRequiredException) {
      return Outcome.ASKED;
    }
    boolean told = failure instanceof McpException refusal && refusal.error().code() != RpcError.INTERNAL_ERROR;
    return told || failure instanceof MissingCapabilityException ? Outcome.INVALID : Outcome.FAILED;
  }
}
