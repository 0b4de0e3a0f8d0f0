package dev.gatehouse.mcp;

import dev.gatehouse.auth.Decision;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.RefusalBudget;
import dev.gatehouse.config.ResourceUri;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.tool.InputRequiredException;
import dev.gatehouse.tool.MissingCapabilityException;
import dev.gatehouse.tool.ResourceEntry;
import io.vertx.core.AsyncResult;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** One call on its way into the audit log: opened when it arrives, entered once, when it has ended. */
final class BookedCall {

  private final Ledger ledger;
  private final RefusalBudget budget;
  private final McpCall call;
  private final Use use;
  private final String name;
  private final long began = System.nanoTime();
  private Outcome outcome;
  private String reason;

  /**
   * A call that has arrived.
   *
   * @param budget of refusals
   * @param name what was asked for
   */
  BookedCall(Ledger ledger, RefusalBudget budget, McpCall call, Use use, String name) {
    this.ledger = ledger;
    this.budget = budget;
    this.call = call;
    this.use = use;
    this.name = name;
  }

  /** Notes why the call will not run; returns what the caller is told: the refusal, or to wait when there were too many. */
  McpException refused(Outcome outcome, String reason, McpException refusal) {
    this.outcome = outcome;
    this.reason = reason;
    // Not charged: a limit already tells when to come back, and an outage is not the caller's fault.
    return outcome == Outcome.FORBIDDEN || outcome == Outcome.INVALID ? within(refusal) : refusal;
  }

  private McpException within(McpException refusal) {
    long wait = budget.charge(RefusalBudget.caller(call.principal()));
    return wait == 0 ? refusal : Refusals.refusedTooOften(wait);
  }

  /** The same for a call that failed: returns what the caller is told, and notes the reason when that is a refusal. */
  Throwable told(Throwable failure) {
    if (!(failure instanceof McpException refusal) || call.cancellation().isUnwanted()) {
      return failure;
    }
    return switch (refusal.error().code()) {
      case RpcError.INTERNAL_ERROR, Refusals.UNAUTHORIZED -> failure;
      case Refusals.FORBIDDEN -> refused(Outcome.FORBIDDEN, rule(), refusal);
      case Refusals.UNAVAILABLE -> refused(Outcome.BUSY, refusal.getMessage(), refusal);
      default -> refused(Outcome.INVALID, refusal.isResourceNotFound() ? "not found" : "invalid params", refusal);
    };
  }

  /** The rule that decided; only asked when something was refused. */
  private String rule() {
    Grants grants = call.principal().grants();
    Decision decision = use.kind().equals("prompt") ? grants.prompt(name) : grants.resource(ResourceUri.template(name));
    return decision.allowed() ? null : decision.rule();
  }

  void enter(AsyncResult<? extends McpResult> done) {
    if (outcome == null) {
      judge(done);
    }
    Principal principal = call.principal();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    ledger.record(new Ledger.Entry(Instant.now(), principal.tenant(), principal.keyId(), principal.displayId(), principal.owner(),
        use, name, served(), outcome, reason, millis, call.requestId(), principal.policy()));
  }

  /** What usage is counted under. A template serves any number of URIs, which must not become as many fields. */
  private String served() {
    if (use != Use.RESOURCE) {
      return name;
    }
    ResourceEntry entry = outcome.ran() ? call.tenant().catalogue().resource(ResourceUri.of(name)) : null;
    return entry == null ? null : entry.info().uri().text();
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

  private Outcome judge(Throwable failure) {
    if (failure instanceof InputRequiredException) {
      return Outcome.ASKED;
    }
    if (failure instanceof McpException refusal) {
      return refusal.error().code() == RpcError.INTERNAL_ERROR ? faulty() : Outcome.INVALID;
    }
    return failure instanceof MissingCapabilityException ? Outcome.INVALID : Outcome.FAILED;
  }

  /** A tool answers with its own faults; of everything else they come as a failure. */
  private Outcome faulty() {
    return use == Use.TOOL ? Outcome.FAILED : Outcome.ERROR;
  }
}
