package dev.gatehouse.mcp;

import dev.gatehouse.auth.Decision;
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

  Future<McpResult> list(McpCall call, McpRequest.Page request) {
    Page<PromptInfo> page = Page.of(request, PROMPTS, call.tenant().catalogue().prompts().stream()
        .map(PromptEntry::info)
        .filter(info -> call.principal().grants().prompt(info.name()).allowed()), maxPage);
    return Future.succeededFuture(new McpResult.PromptList(page.items(), page.next()));
  }

  Future<McpResult> get(McpCall call, McpRequest.Prompt request) {
    PromptEntry entry = permitted(call, request.name(), request.decision(), request.entry());
    PromptCall prompt = new PromptCall(request.name(), request.arguments().get(), Dispatch.caller(call), Dispatch.deadline(entry),
        call.cancellation(), call.client());
    return dispatcher.call(entry, prompt)
        .<McpResult>map(McpResult.PromptAnswer::new)
        .recover(failure -> Future.failedFuture(Dispatch.refusal(failure)));
  }

  /** The prompt, if the caller may use it and it exists. */
  static PromptEntry permitted(McpCall call, String name, Decision decision, PromptEntry entry) {
    McpException refusal = McpRequest.Prompt.refusal(decision, name);
    if (refusal != null) {
      throw refusal;
    }
    if (entry == null) {
      throw McpException.invalidParams("Unknown prompt: '" + name + "'" + Suggestion.of(name,
          call.tenant().catalogue().prompts().stream().map(other -> other.info().name()),
          other -> call.principal().grants().prompt(other).allowed()));
    }
    return entry;
  }
}
