package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallCancellation.Stage;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.InvalidArgumentsException;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.loop.LongCheckException;
import dev.gatehouse.feature.loop.StepBudget;
import dev.gatehouse.plugin.type.Handles;
import dev.gatehouse.spi.ResourceNotFoundException;
import dev.gatehouse.spi.ToolCallException;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The body of a feature that is a method of a plugin's object, or a function that the plugin registered. */
final class MethodBody implements Feature.Body {

  private final ClassLoader loader;
  private final CallShape shape;
  private final MethodHandle method;
  private final boolean async;
  private final BusinessErrors errors;

  /** Creates the body of an annotated method. */
  MethodBody(ClassLoader loader, CallShape shape, Annotated method) {
    this(loader, shape, Handles.method(method.feature(), method.method()), method.async(), BusinessErrors.of(method));
  }

  /** Creates the body of a registered function. */
  MethodBody(ClassLoader loader, CallShape shape, MethodHandle function, boolean async) {
    this(loader, shape, function, async, BusinessErrors.NONE);
  }

  private MethodBody(ClassLoader loader, CallShape shape, MethodHandle method, boolean async, BusinessErrors errors) {
    this.loader = loader;
    this.shape = shape;
    this.method = method;
    this.async = async;
    this.errors = errors;
  }

  @Override
  public CompletionStage<Result> call(Call call) throws Exception {
    try {
      return ContextLoader.call(loader, () -> run(call));
    } catch (ToolCallException | ResourceNotFoundException e) {
      return CompletableFuture.completedFuture(shape.refused(e));
    }
  }

  private CompletionStage<Result> run(Call call) {
    Object value = invoke(arguments(call));
    if (!async) {
      return finished(call, value);
    }
    CompletableFuture<Result> answer = new CompletableFuture<>();
    Objects.requireNonNull(value, () -> call.subject() + " returned null and not a stage");
    ((CompletionStage<?>) value).whenComplete((result, thrown) -> settle(call, answer, result, thrown));
    return answer;
  }

  private CompletionStage<Result> finished(Call call, @Nullable Object value) {
    try {
      return CompletableFuture.completedFuture(StepBudget.check(() -> shape.result(call, value)));
    } catch (LongCheckException e) {
      CompletableFuture<Result> answer = new CompletableFuture<>();
      settleOnThread(call, answer, value);
      return answer;
    }
  }

  /** The result takes too long to check where it came. */
  private void settleOnThread(Call call, CompletableFuture<Result> answer, @Nullable Object value) {
    call.cancellation().pluginThreads().execute(() -> settle(call, answer, value, null));
  }

  private @Nullable Object invoke(Object[] arguments) {
    try {
      return Handles.call(method, arguments);
    } catch (Throwable e) {
      throw Handles.sneak(errors.translate(e));
    }
  }

  /**
   * Binds the arguments. Whatever a constraint or a constructor throws is the caller's fault and does not count for the circuit breaker.
   */
  private Object[] arguments(Call call) {
    call.cancellation().reach(Stage.CHECKING);
    try {
      return StepBudget.check(() -> shape.arguments(call));
    } catch (InvalidArgumentsException | LongCheckException e) {
      throw e;
    } catch (Exception | StackOverflowError e) {
      String forCaller = e instanceof ToolCallException ? e.getMessage() : null;
      throw forCaller != null ? new InvalidArgumentsException(forCaller)
          : new InvalidArgumentsException("The arguments of " + call.subject() + " are not valid: they could not be checked."
              + " The reason is in the host's log; its operator can see it.", e);
    } finally {
      call.cancellation().reach(Stage.RUNNING);
    }
  }

  private void settle(Call call, CompletableFuture<Result> answer, @Nullable Object value, @Nullable Throwable thrown) {
    try {
      try {
        answer.complete(result(call, value, thrown));
      } catch (LongCheckException e) {
        settleOnThread(call, answer, value);
      }
    } catch (Throwable e) {
      answer.completeExceptionally(e);
    }
  }

  private Result result(Call call, @Nullable Object value, @Nullable Throwable thrown) throws Throwable {
    try {
      if (thrown != null) {
        throw errors.translate(thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown);
      }
      return ContextLoader.call(loader, () -> StepBudget.check(() -> shape.result(call, value)));
    } catch (ToolCallException | ResourceNotFoundException e) {
      return shape.refused(e);
    }
  }
}
