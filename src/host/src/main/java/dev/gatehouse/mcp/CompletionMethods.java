package dev.gatehouse.mcp;

import dev.gatehouse.feature.CompletionCall;
import dev.gatehouse.feature.CompletionEntry;
import dev.gatehouse.feature.CompletionRef;
import dev.gatehouse.feature.CompletionResult;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.PromptEntry;
import dev.gatehouse.feature.ResourceEntry;
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
  Future<McpResult> complete(McpCall call, McpRequest.Complete request) {
    McpRequest.Target target = request.target().get();
    if (target.template() == null) {
      requireArgument(PromptMethods.permitted(call, target.ref().name(), target.decision(), (PromptEntry) target.entry()), target.ref());
    } else {
      requireVariable(target);
    }
    String value = request.value().get();
    Map<String, String> context = request.context().get();
    CompletionEntry entry = call.tenant().catalogue().completion(target.ref());
    if (entry == null) {
      return Future.succeededFuture(new McpResult.CompletionAnswer(NONE));
    }
    CompletionCall completion = new CompletionCall(target.ref(), value, context, Dispatch.caller(call), Dispatch.deadline(entry),
        call.cancellation(), call.client());
    return dispatcher.call(entry, completion)
        .<McpResult>map(McpResult.CompletionAnswer::new)
        .recover(failure -> Future.failedFuture(Dispatch.refusal(failure)));
  }

  private static void requireArgument(PromptEntry prompt, CompletionRef ref) {
    if (prompt.info().arguments().stream().noneMatch(one -> one.name().equals(ref.argument()))) {
      throw McpException.invalidParams("Prompt '" + ref.name() + "' has no argument '" + ref.argument() + "'");
    }
  }

  private static void requireVariable(McpRequest.Target target) {
    McpException refusal = target.refusal(target.decision());
    if (refusal != null) {
      throw refusal;
    }
    if (target.entry() == null) {
      throw McpException.invalidParams("Unknown resource template: '" + target.template() + "'");
    }
    if (!((ResourceEntry) target.entry()).template().variables().contains(target.ref().argument())) {
      throw McpException
          .invalidParams("Resource template '" + target.template() + "' has no variable '" + target.ref().argument() + "'");
    }
  }
}
