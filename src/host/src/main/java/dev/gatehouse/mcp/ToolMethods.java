package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.ConcurrencyLimit;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.CallCharge;
import dev.gatehouse.auth.limit.Concurrency;
import dev.gatehouse.auth.limit.LimitExceededException;
import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.ToolCall;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.record.Quota;
import io.vertx.core.Future;
import java.util.List;

/** {@code tools/list} and {@code tools/call}. Both ask the same question of the same grants. */
final class ToolMethods {

  private static final Page.Listing<ToolInfo> TOOLS = new Page.Listing<>("tools", ToolInfo::name, ResultJson::size);

  private final Dispatcher dispatcher;
  private final Limiter limiter;
  private final Accounting accounting;
  private final Concurrency concurrency = new Concurrency();
  private final long maxPage;

  ToolMethods(Dispatcher dispatcher, Limiter limiter, Accounting accounting, long maxPage) {
    this.maxPage = maxPage;
    this.dispatcher = dispatcher;
    this.limiter = limiter;
    this.accounting = accounting;
  }

  Future<McpResult> list(McpCall call, McpRequest.Page request) {
    Page<ToolInfo> page = Page.of(request, TOOLS, call.tenant().catalogue().all().stream()
        .map(Entry::info)
        .filter(info -> call.principal().grants().tool(info.name(), info.readOnly()).allowed()), maxPage);
    return Future.succeededFuture(new McpResult.ToolList(page.items(), page.next()));
  }

  /** Every call that has a name is entered in the ledger, however it ends. */
  Future<McpResult> call(McpCall call, McpRequest.Tool request) {
    CallAudit booked = new CallAudit(accounting, call, request);
    return Attempt.<McpResult>of(() -> attempt(call, request, booked)).onComplete(booked::enter);
  }

  /** Permission is decided on the name, before existence: whoever may not call it does not learn whether it exists. */
  private Future<McpResult> attempt(McpCall call, McpRequest.Tool request, CallAudit booked) {
    booked.found(request.entry());
    McpException forbidden = request.refusal(request.decision());
    if (forbidden != null) {
      return Future.failedFuture(booked.refused(Outcome.FORBIDDEN, null, request.decision().rule(), forbidden));
    }
    if (request.entry() == null) {
      return Future.failedFuture(booked.refused(Outcome.INVALID, "unknown", "unknown tool",
          McpException.invalidParams("Unknown tool: '" + request.name() + "'" + meant(call, request.name()))));
    }
    if (request.arguments().fault() != null) {
      return Future.failedFuture(booked.refused(Outcome.INVALID, "arguments", "arguments are no object", request.arguments().fault()));
    }
    return bounded(call, request.entry(), request.arguments().value(), booked);
  }

  private static String meant(McpCall call, String name) {
    Catalogue catalogue = call.tenant().catalogue();
    return Suggestion.of(name, catalogue.all().stream().map(entry -> entry.info().name()),
        other -> McpRequest.Tool.decision(call.principal().grants(), other, catalogue.find(other)).allowed());
  }

  /** The caller's own places are taken first, then the tool's, then the charge, so that a call that is refused has spent nothing. */
  private Future<McpResult> bounded(McpCall call, Entry entry, ObjectNode arguments, CallAudit booked) {
    List<ConcurrencyLimit> ceilings = call.principal().limits().ceilings();
    if (ceilings.isEmpty()) {
      return dispatch(call, entry, arguments, booked);
    }
    String tenant = call.principal().tenant();
    ConcurrencyLimit full = concurrency.enter(tenant, ceilings);
    if (full != null) {
      return Future.failedFuture(booked.refused(Outcome.LIMITED, "concurrency", full.most() + " at once of " + full.scope(),
          McpErrors.limited(entry.info().name(), full)));
    }
    return Attempt.<McpResult>of(() -> dispatch(call, entry, arguments, booked))
        .onComplete(done -> concurrency.leave(tenant, ceilings));
  }

  private Future<McpResult> dispatch(McpCall call, Entry entry, ObjectNode arguments, CallAudit booked) {
    ToolCall toolCall = new ToolCall(entry.info().name(), arguments, Dispatch.caller(call), Dispatch.deadline(entry),
        call.cancellation(), call.client());
    CallCharge charge = new CallCharge(limiter, call.principal(), toolCall.tool());
    return dispatcher.call(entry, () -> call.tenant().catalogue().find(toolCall.tool()), toolCall,
        Charge.of(charge::take, charge::giveBack))
        .<McpResult>map(result -> new McpResult.ToolAnswer(result, RateLimitHeaders.of(charge.taken())))
        .recover(failure -> Future.failedFuture(told(failure, call, toolCall.tool(), booked)));
  }

  /** What the caller is told of a failure; why the call did not run is noted. */
  private static Throwable told(Throwable failure, McpCall call, String tool, CallAudit booked) {
    if (failure instanceof LimitExceededException exceeded) {
      LimitRule limit = exceeded.verdict().limit();
      return booked.refused(Outcome.LIMITED, limit.allowance() instanceof Quota ? "quota" : "rate",
          limit.allowance() + " of " + limit.scope(), McpErrors.limited(tool, exceeded.verdict()));
    }
    if (failure instanceof StoreUnavailableException) {
      return booked.refused(Outcome.UNAVAILABLE, null, "limits", McpErrors.storeUnavailable());
    }
    return failure instanceof BusyException && !call.cancellation().isCancelled()
        ? booked.refused(Outcome.BUSY, null, failure.getMessage(), McpErrors.busy(failure.getMessage()))
        : Dispatch.refusal(failure);
  }
}
