package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CompletionCall;
import dev.gatehouse.feature.CompletionEntry;
import dev.gatehouse.feature.CompletionRef;
import dev.gatehouse.feature.CompletionResult;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.ResourceEntry;
import dev.gatehouse.record.ResourceUri;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** {@code completion/complete}. Whoever may not use a prompt or template is not helped to fill it in either. */
final class CompletionMethods {

  private static final CompletionResult NONE = new CompletionResult(List.of(), 0, false);

  private final Dispatcher dispatcher;

  CompletionMethods(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** An argument that exists but has no completion gets no values; one that does not exist is refused. */
  Future<McpResult> complete(McpCall call) {
    CompletionRef ref = ref(call);
    String value = text(call.params().path("argument").path("value"), "argument.value");
    Map<String, String> context = StringMaps.of(call.params().path("context").path("arguments"), "params.context.arguments");
    CompletionEntry entry = call.tenant().catalogue().completion(ref);
    if (entry == null) {
      return Future.succeededFuture(new McpResult.CompletionAnswer(NONE));
    }
    CompletionCall completion = new CompletionCall(ref, value, context, Dispatch.caller(call), Dispatch.deadline(entry),
        call.cancellation(), call.client());
    return dispatcher.call(entry, completion)
        .<McpResult>map(McpResult.CompletionAnswer::new)
        .recover(failure -> Future.failedFuture(Dispatch.refusal(failure)));
  }

  private static CompletionRef ref(McpCall call) {
    JsonNode ref = call.params().path("ref");
    String type = text(ref.path("type"), "ref.type");
    String argument = text(call.params().path("argument").path("name"), "argument.name");
    if (type.equals("ref/prompt")) {
      return prompt(call, text(ref.path("name"), "ref.name"), argument);
    }
    if (type.equals("ref/resource")) {
      return template(call, text(ref.path("uri"), "ref.uri"), argument);
    }
    throw McpException.invalidParams("'params.ref.type' must be 'ref/prompt' or 'ref/resource'");
  }

  private static CompletionRef prompt(McpCall call, String name, String argument) {
    if (PromptMethods.entry(call, name).info().arguments().stream().noneMatch(one -> one.name().equals(argument))) {
      throw McpException.invalidParams("Prompt '" + name + "' has no argument '" + argument + "'");
    }
    return new CompletionRef(CompletionRef.Kind.PROMPT, name, argument);
  }

  private static CompletionRef template(McpCall call, String text, String argument) {
    ResourceUri uri = templateUri(text);
    McpException refusal = ResourceMethods.refusal(call.principal(), uri);
    if (refusal != null) {
      throw refusal;
    }
    ResourceEntry entry = call.tenant().catalogue().template(uri);
    if (entry == null) {
      throw McpException.invalidParams("Unknown resource template: '" + uri + "'");
    }
    if (!entry.template().variables().contains(argument)) {
      throw McpException.invalidParams("Resource template '" + uri + "' has no variable '" + argument + "'");
    }
    return new CompletionRef(CompletionRef.Kind.TEMPLATE, uri.text(), argument);
  }

  private static ResourceUri templateUri(String text) {
    try {
      return ResourceUri.template(text);
    } catch (IllegalArgumentException e) {
      throw McpException.invalidParams("'params.ref.uri' " + e.getMessage());
    }
  }

  /** Why a running call may not go on, or null. */
  static McpException refusal(McpCall call, Principal now) {
    JsonNode ref = call.params().path("ref");
    return ref.path("type").asText().equals("ref/prompt")
        ? PromptMethods.refusal(now, text(ref.path("name"), "ref.name"))
        : ResourceMethods.refusal(now, templateUri(text(ref.path("uri"), "ref.uri")));
  }

  private static String text(JsonNode node, String name) {
    if (!node.isTextual()) {
      throw McpException.invalidParams("'params." + name + "' must be a string");
    }
    return node.textValue();
  }
}
