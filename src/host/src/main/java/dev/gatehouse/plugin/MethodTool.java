package dev.gatehouse.plugin;

import dev.gatehouse.plugin.type.Handles;
import dev.gatehouse.spi.ToolCallException;
import dev.gatehouse.tool.ToolCall;
import dev.gatehouse.tool.ToolFunction;
import dev.gatehouse.tool.ToolResult;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A tool whose body is a method of a plugin's object. */
final class MethodTool implements ToolFunction {

  private final ClassLoader loader;
  private final Arguments arguments;
  private final MethodHandle method;
  private final Returned returned;
  private final boolean async;

  MethodTool(ClassLoader loader, Arguments arguments, MethodHandle method, Returned returned, boolean async) {
    this.loader = loader;
    this.arguments = arguments;
    this.method = method;
    this.returned = returned;
    this.async = async;
  }

  @Override
  public boolean blocking() {
    return !async;
  }

  @Override
  public CompletionStage<ToolResult> call(ToolCall call) throws Exception {
    try {
      return ContextLoader.call(loader, () -> run(call));
    } catch (ToolCallException e) {
      return CompletableFuture.completedFuture(failure(e));
    }
  }

  private CompletionStage<ToolResult> run(ToolCall call) {
    Object value = Handles.call(method, arguments.bind(call));
    if (!async) {
      return CompletableFuture.completedFuture(returned.result(value));
    }
    CompletableFuture<ToolResult> answer = new CompletableFuture<>();
    Objects.requireNonNull(value, () -> call.tool() + " returned null and not a stage");
    ((CompletionStage<?>) value).whenComplete((result, thrown) -> settle(answer, result, thrown));
    return answer;
  }

  private void settle(CompletableFuture<ToolResult> answer, Object value, Throwable thrown) {
    try {
      if (thrown == null) {
        answer.complete(ContextLoader.call(loader, () -> returned.result(value)));
      } else {
        throw thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
      }
    } catch (ToolCallException e) {
      answer.complete(failure(e));
    } catch (Throwable e) {
      answer.completeExceptionally(e);
    }
  }

  private static ToolResult failure(ToolCallException e) {
    return ToolResult.error(e.getMessage() == null ? "The tool failed and did not say why." : e.getMessage());
  }
}
