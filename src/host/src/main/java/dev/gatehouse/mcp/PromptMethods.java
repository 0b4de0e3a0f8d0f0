package dev.gatehouse.mcp;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.PromptCall;
import dev.gatehouse.feature.PromptEntry;
import dev.gatehouse.feature.PromptInfo;
import io.vertx.core.Future;

/** {@code prompts/list} and {@code prompts/get}. Permission is decided on the name, before existence, as for tools. */
final class PromptMethods {

  private static final Page.Listing<PromptInfo> PROMPTS = new Page.Listing<>("prompts", PromptInfo::name, ResultJson::size);

  private final Dispatcher dispatcher;
  private final long maxPage;

  PromptMethods(Dispatcher dispatcher, long maxPage) {
    this.dispatcher = dispatcher;
    this.maxPage = maxPage;
  }

  Future<McpResult> list(McpCall call) {
    Page<PromptInfo> page = Page.of(call, PROMPTS, call.tenant().catalogue().prompts().stream()
        .map(PromptEntry::info)
        .filter(info -> call.principal().grants().prompt(info.name()).allowed()), maxPage);
    return Future.succeededFuture(new McpResult.PromptList(page.items(), page.next()));
  }

  Future<McpResult> get(McpCall call) {
    String name = call.requiredText("name");
    PromptEntry entry = entry(call, name);
    PromptCall prompt = new PromptCall(name, StringMaps.of(call.params().path("arguments"), "params.arguments"), Dispatch.caller(call),
        Dispatch.deadline(entry), call.cancellation(), call.client());
    return dispatcher.call(entry, prompt)
        .<McpResult>map(McpResult.PromptAnswer::new)
        .recover(failure -> Future.failedFuture(Dispatch.refusal(failure)));
  }

  /** A prompt that the caller may use and that exists. */
  static PromptEntry entry(McpCall call, String name) {
    McpException refusal = refusal(call.principal(), name);
    if (refusal != null) {
      throw refusal;
    }
    PromptEntry entry = call.tenant().catalogue().prompt(name);
    if (entry == null) {
      throw McpException.invalidParams("Unknown prompt: '" + name + "'" + Suggestion.of(name,
          call.tenant().catalogue().prompts().stream().map(other -> other.info().name()),
          other -> call.principal().grants().prompt(other).allowed()));
    }
    return entry;
  }

  /** Why a running call may not go on, or null. */
  static McpException refusal(McpCall call, Principal now) {
    return refusal(now, call.requiredText("name"));
  }

  static McpException refusal(Principal principal, String name) {
    return principal.grants().prompt(name).allowed() ? null : McpErrors.forbidden("use prompt", name);
  }
}
