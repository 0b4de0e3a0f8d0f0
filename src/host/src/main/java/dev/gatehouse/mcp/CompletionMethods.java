package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.config.ResourceUri;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.CompletionResult;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Fee;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.PromptInfo;
import dev.gatehouse.feature.ResourceInfo;
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
    Key key = key(call);
    String value = text(call.params().path("argument").path("value"), "argument.value");
    Map<String, String> context = StringMaps.of(call.params().path("context").path("arguments"), "params.context.arguments");
    Entry entry = call.tenant().catalogue().find(key);
    if (entry == null) {
      return Future.succeededFuture(McpResult.of(NONE, Map.of()));
    }
    return dispatcher.call(entry, () -> entry, Dispatch.of(call, entry, new CallParams.Partial(value, context)), Fee.NONE)
        .map(result -> McpResult.of(result, Map.of()))
        .recover(failure -> Future.failedFuture(Dispatch.refusal(failure)));
  }

  private static Key key(McpCall call) {
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

  private static Key prompt(McpCall call, String name, String argument) {
    if (((PromptInfo) PromptMethods.entry(call, name).info()).arguments().stream().noneMatch(one -> one.name().equals(argument))) {
      throw McpException.invalidParams("Prompt '" + name + "' has no argument '" + argument + "'");
    }
    return Key.completion(name, argument);
  }

  private static Key template(McpCall call, String text, String argument) {
    ResourceUri uri = templateUri(text);
    McpException refusal = ResourceMethods.refusal(call.principal(), uri);
    if (refusal != null) {
      throw refusal;
    }
    Entry entry = call.tenant().catalogue().find(Key.template(uri));
    if (entry == null) {
      throw McpException.invalidParams("Unknown resource template: '" + uri + "'");
    }
    if (!((ResourceInfo) entry.info()).template().variables().contains(argument)) {
      throw McpException.invalidParams("Resource template '" + uri + "' has no variable '" + argument + "'");
    }
    return Key.completion(uri.text(), argument);
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
