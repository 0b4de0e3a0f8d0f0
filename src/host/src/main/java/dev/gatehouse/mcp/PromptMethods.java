package dev.gatehouse.mcp;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Fee;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import io.vertx.core.Future;
import java.util.Map;
import java.util.stream.Stream;

/** {@code prompts/list} and {@code prompts/get}. Permission is decided on the name, before existence, as for tools. */
final class PromptMethods {

  private static final Page.Listing<Entry> PROMPTS =
      new Page.Listing<>("prompts", entry -> entry.key().name(), entry -> entry.info().json());

  private final Dispatcher dispatcher;
  private final long maxPage;

  PromptMethods(Dispatcher dispatcher, long maxPage) {
    this.dispatcher = dispatcher;
    this.maxPage = maxPage;
  }

  Future<McpResult> list(McpCall call) {
    Stream<Entry> granted = call.tenant().catalogue().all(Kind.PROMPT).stream()
        .filter(entry -> call.principal().grants().prompt(entry.key().name()).allowed());
    return Future.succeededFuture(Page.of(call, PROMPTS, granted, maxPage).result("prompts"));
  }

  Future<McpResult> get(McpCall call) {
    String name = call.requiredText("name");
    Entry entry = entry(call, name);
    CallParams params = new CallParams.Texts(StringMaps.of(call.params().path("arguments"), "params.arguments"));
    return dispatcher.call(entry, () -> entry, Dispatch.of(call, entry, params), Fee.NONE)
        .map(result -> McpResult.of(result, Map.of()))
        .recover(failure -> Future.failedFuture(Dispatch.refusal(failure)));
  }

  /** A prompt that the caller may use and that exists. */
  static Entry entry(McpCall call, String name) {
    McpException refusal = refusal(call.principal(), name);
    if (refusal != null) {
      throw refusal;
    }
    Entry entry = call.tenant().catalogue().find(Key.prompt(name));
    if (entry == null) {
      throw McpException.invalidParams("Unknown prompt: '" + name + "'" + Suggestion.of(name,
          call.tenant().catalogue().names(Kind.PROMPT).stream(),
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
