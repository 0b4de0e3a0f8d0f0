package dev.gatehouse.mcp;

import dev.gatehouse.auth.limit.DenialLimiter;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.CompletionResult;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.FaultException;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.PromptInfo;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls features. A call is checked for permission, which was decided on the name when the request was read, then for existence, then its
 * parameters; then it is dispatched. However it ends, it is entered in the audit log. {@link ToolCalls} adds what only tools have.
 */
final class FeatureCalls {

  private static final CompletionResult NOTHING = new CompletionResult(List.of(), 0, false);

  private final Dispatcher dispatcher;
  private final DenialLimiter refusals;
  private final List<CallObserver> observers;

  FeatureCalls(Dispatcher dispatcher, DenialLimiter refusals, List<CallObserver> observers) {
    this.dispatcher = dispatcher;
    this.refusals = refusals;
    this.observers = observers;
  }

  /** What is used by its name ({@code prompts/get}). */
  Future<McpResult> named(McpCall call, McpRequest.Named<?> request) {
    return audited(call, request,
        () -> answered(call, existing(call, request.kind(), request.right(), request.entry()), request.arguments().get()));
  }

  /** {@code resources/read}. */
  Future<McpResult> read(McpCall call, McpRequest.Read request) {
    return audited(call, request, () -> {
      ResourceUri uri = request.uri().get();
      permit(call, Objects.requireNonNull(request.right()));
      if (request.entry() == null) {
        throw McpException.resourceNotFound("Resource not found: '" + uri + "'", uri);
      }
      ResourceInfo info = (ResourceInfo) request.entry().info();
      return answered(call, request.entry(), new CallParams.Reading(uri, Objects.requireNonNull(info.variables(uri))));
    });
  }

  /**
   * {@code completion/complete}. Whoever may not use a prompt or template is not helped to fill it in either. An argument that exists but
   * has no completion gets no values; one that does not exist is refused.
   */
  Future<McpResult> complete(McpCall call, CompletionRequest request) {
    return audited(call, request, () -> {
      CompletionRequest.Target target = request.target().get();
      requireArgument(call, request, target);
      CallParams params = new CallParams.Partial(request.value().get(), request.context().get());
      return target.completion() == null
          ? Future.succeededFuture(McpResult.of(NOTHING))
          : answered(call, target.completion(), params);
    });
  }

  /** A request that names nothing is malformed and not entered in the audit log, as with tools. */
  private Future<McpResult> audited(McpCall call, McpRequest.OfFeature request, Supplier<Future<McpResult>> body) {
    if (request.subject() == null) {
      return body.get();
    }
    CallAudit audit = opened(call, request);
    return Attempt.<McpResult>of(body)
        .recover(failure -> Future.failedFuture(audit.told(failure)))
        .onComplete(audit::enter);
  }

  /** A call that has arrived. */
  CallAudit opened(McpCall call, McpRequest.OfFeature request) {
    return new CallAudit(refusals, observers, call, request);
  }

  private static void permit(McpCall call, Right right) {
    McpException refusal = right.refusal(call.principal());
    if (refusal != null) {
      throw refusal;
    }
  }

  /** What is named, if the caller may use it and it exists. */
  private static Entry existing(McpCall call, Kind kind, Right right, @Nullable Entry entry) {
    permit(call, right);
    if (entry == null) {
      throw unknown(call, kind, right.name());
    }
    return entry;
  }

  /** There is nothing of this name; what the caller may have meant. */
  static McpException unknown(McpCall call, Kind kind, String name) {
    Catalogue catalogue = call.tenant().catalogue();
    String meant = Suggestion.of(name, catalogue.names(kind).stream(), other -> {
      Entry entry = catalogue.find(new Key(kind, other, ""));
      return entry != null && Right.to(entry, call.principal().grants()).granted();
    });
    return McpException.invalidParams("Unknown " + kind + ": '" + name + "'" + meant);
  }

  private static void requireArgument(McpCall call, CompletionRequest request, CompletionRequest.Target target) {
    String of = target.key().name();
    String argument = target.key().argument();
    if (request.isOfPrompt()) {
      PromptInfo prompt = (PromptInfo) existing(call, Kind.PROMPT, target.right(), target.entry()).info();
      if (prompt.arguments().stream().noneMatch(one -> one.name().equals(argument))) {
        throw McpException.invalidParams("Prompt '" + of + "' has no argument '" + argument + "'");
      }
      return;
    }
    permit(call, target.right());
    if (target.entry() == null) {
      throw McpException.invalidParams("Unknown resource template: '" + of + "'");
    }
    if (!((ResourceInfo) target.entry().info()).variables().contains(argument)) {
      throw McpException.invalidParams("Resource template '" + of + "' has no variable '" + argument + "'");
    }
  }

  private Future<McpResult> answered(McpCall call, Entry entry, CallParams params) {
    return send(call, entry, params, Charge.NONE)
        .map(McpResult::of)
        .recover(failure -> Future.failedFuture(refusal(params, failure)));
  }

  /** Dispatches a call of any kind. Fails with what the dispatcher fails with. */
  Future<Result> send(McpCall call, Entry entry, CallParams params, Charge charge) {
    Caller caller = new Caller(call.principal().tenant(), call.principal().account(), call.principal().owner());
    Deadline deadline = new Deadline(Instant.now().plus(entry.timeout()));
    return dispatcher.call(entry, () -> call.tenant().catalogue().find(entry.key()),
        new Call(entry.key(), params, caller, deadline, new Call.Context(call.cancellation(), call.client(), call.trace())), charge);
  }

  /** What the dispatcher fails with as what the caller is told; signals to the wire stay what they are. */
  static Throwable refusal(CallParams params, Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof BusyException busy) {
      return McpErrors.busy(busy);
    }
    if (failure instanceof DeclinedException declined) {
      return params instanceof CallParams.Reading reading && declined.notFound()
          ? McpException.resourceNotFound(message, reading.uri())
          : McpException.invalidParams(message);
    }
    return failure instanceof FaultException ? new McpException(200, RpcError.INTERNAL_ERROR, message, null) : failure;
  }
}
