package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Limiter;
import dev.gatehouse.auth.Limiter.Limit;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.tool.ToolCall;
import dev.gatehouse.tool.ToolDispatcher;
import dev.gatehouse.tool.ToolEntry;
import dev.gatehouse.tool.ToolInfo;
import io.vertx.core.Future;
import java.util.List;

/** {@code tools/list} and {@code tools/call}. Both ask the same question of the same grants. */
final class ToolMethods {

  private final ToolDispatcher dispatcher;
  private final Limiter limiter;
  private final Dispatch dispatch;

  ToolMethods(ToolDispatcher dispatcher, Limiter limiter, Dispatch dispatch) {
    this.dispatcher = dispatcher;
    this.limiter = limiter;
    this.dispatch = dispatch;
  }

  Future<McpResult> list(McpCall call) {
    Page<ToolInfo> page = Page.of(call, "tools", call.tenant().catalogue().all().stream()
        .map(ToolEntry::info)
        .filter(info -> call.principal().grants().tool(info.name(), info.readOnly()).allowed()), ToolInfo::name);
    return Future.succeededFuture(new McpResult.ToolList(page.items(), page.next()));
  }

  /** Permission is decided on the name, before existence: whoever may not call it does not learn whether it exists. */
  Future<McpResult> call(McpCall call) {
    String name = call.requiredText("name");
    ToolEntry entry = call.tenant().catalogue().find(name);
    if (!call.principal().grants().tool(name, entry != null && entry.info().readOnly()).allowed()) {
      throw Refusals.forbidden("tool", name);
    }
    if (entry == null) {
      throw McpException.invalidParams("Unknown tool: '" + name + "'");
    }
    ObjectNode arguments = arguments(call.params());
    return charge(call.principal(), name)
        .compose(charged -> dispatch(call, entry, arguments));
  }

  private static ObjectNode arguments(ObjectNode params) {
    JsonNode arguments = params.get("arguments");
    if (arguments == null || arguments.isNull()) {
      return Json.object();
    }
    if (arguments instanceof ObjectNode object) {
      return object;
    }
    throw McpException.invalidParams("'params.arguments' must be an object");
  }

  private Future<Void> charge(Principal principal, String tool) {
    List<Limit> limits = principal.limits(tool);
    if (limits.isEmpty()) {
      return Future.succeededFuture();
    }
    return limiter.charge(principal.tenant(), limits)
        .recover(failure -> Future.failedFuture(
            failure instanceof StoreUnavailableException ? Refusals.storeUnavailable() : failure))
        .compose(verdict -> verdict.allowed()
            ? Future.succeededFuture()
            : Future.failedFuture(Refusals.limited(tool, verdict)));
  }

  private Future<McpResult> dispatch(McpCall call, ToolEntry entry, ObjectNode arguments) {
    ToolCall toolCall = new ToolCall(entry.info().name(), arguments, Dispatch.caller(call), dispatch.deadline(),
        call.cancellation(), call.client());
    return dispatcher.call(entry, () -> call.tenant().catalogue().find(toolCall.tool()), call.tenant().bulkhead(), toolCall)
        .<McpResult>map(McpResult.ToolAnswer::new)
        .recover(failure -> Future.failedFuture(Dispatch.refusal(failure)));
  }
}
