package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.ConcurrencyLimit;
import dev.gatehouse.auth.Decision;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.auth.Limiter;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** {@code tools/list} and {@code tools/call}. Both ask the same question of the same grants. */
final class ToolMethods {

  private static final Page.Listing<Entry> TOOLS =
      new Page.Listing<>("tools", entry -> entry.key().name(), entry -> entry.info().json());

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

  Future<McpResult> list(McpCall call) {
    Stream<Entry> granted = call.tenant().catalogue().all(Kind.TOOL).stream()
        .filter(entry -> call.principal().grants().tool(entry.key().name(), entry.isReadOnly()).allowed());
    return Future.succeededFuture(Page.of(call, TOOLS, granted, maxPage).result("tools"));
  }

  /** Every call that has a name is entered in the ledger, however it ends. */
  Future<McpResult> call(McpCall call) {
    String name = call.requiredText("name");
    CallAudit booked = new CallAudit(accounting, call, Use.TOOL, name);
    return Attempt.<McpResult>of(() -> attempt(call, name, booked)).onComplete(booked::enter);
  }

  /** Permission is decided on the name, before existence: whoever may not call it does not learn whether it exists. */
  private Future<McpResult> attempt(McpCall call, String name, CallAudit booked) {
    Entry entry = call.tenant().catalogue().find(Key.tool(name));
    booked.found(entry);
    Decision decision = decision(call.principal(), name, entry);
    if (!decision.allowed()) {
      return Future.failedFuture(booked.refused(Outcome.FORBIDDEN, null, decision.rule(), McpErrors.forbidden("call tool", name)));
    }
    if (entry == null) {
      return Future.failedFuture(booked.refused(Outcome.INVALID, "unknown", "unknown tool",
          McpException.invalidParams("Unknown tool: '" + name + "'" + meant(call, name))));
    }
    ObjectNode arguments = Json.objectOrNull(call.params().get("arguments"));
    if (arguments == null) {
      return Future.failedFuture(booked.refused(Outcome.INVALID, "arguments", "arguments are no object",
          McpException.invalidParams("'params.arguments' must be an object")));
    }
    return bounded(call, entry, arguments, booked);
  }

  private static String meant(McpCall call, String name) {
    Catalogue catalogue = call.tenant().catalogue();
    return Suggestion.of(name, catalogue.names(Kind.TOOL).stream(),
        other -> decision(call.principal(), other, catalogue.find(Key.tool(other))).allowed());
  }

  private static Decision decision(Principal principal, String name, Entry entry) {
    return principal.grants().tool(name, entry != null && entry.isReadOnly());
  }

  /** Why a running call may not go on, or null. */
  static McpException refusal(McpCall call, Principal now) {
    String name = call.requiredText("name");
    boolean allowed = decision(now, name, call.tenant().catalogue().find(Key.tool(name))).allowed();
    return allowed ? null : McpErrors.forbidden("call tool", name);
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
          McpErrors.limited(entry.key().name(), full)));
    }
    return Attempt.<McpResult>of(() -> dispatch(call, entry, arguments, booked))
        .onComplete(done -> concurrency.leave(tenant, ceilings));
  }

  private Future<McpResult> dispatch(McpCall call, Entry entry, ObjectNode arguments, CallAudit booked) {
    CallCharge charge = new CallCharge(limiter, call.principal(), entry.key().name(), booked);
    return dispatcher.call(entry, () -> call.tenant().catalogue().find(entry.key()),
        Dispatch.of(call, entry, new CallParams.Arguments(arguments)), charge)
        .map(result -> McpResult.of(result, charge.headers()))
        .recover(failure -> Future.failedFuture(failure instanceof BusyException && !call.cancellation().isCancelled()
            ? booked.refused(Outcome.BUSY, null, failure.getMessage(), McpErrors.busy(failure.getMessage()))
            : Dispatch.refusal(failure)));
  }
}
