package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.check.Alternatives;
import dev.gatehouse.plugin.type.UnwritableException;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.plugin.type.Writing;
import dev.gatehouse.record.Fault;
import dev.gatehouse.record.Faults;
import dev.gatehouse.spi.ToolCallException;
import org.jspecify.annotations.Nullable;

/**
 * The call shape of a tool method.
 *
 * @param arguments validates and binds the arguments
 * @param returned converts the return value
 * @param output the schema that structured content must conform to, or null
 */
record ToolShape(Arguments arguments, ReturnValue returned, @Nullable Validation output) implements CallShape {

  @Override
  public Object[] arguments(Call call) {
    return arguments.bind(call, arguments.check(call));
  }

  @Override
  public ToolResult result(Call call, @Nullable Object value) {
    ToolResult result = written(call, value);
    if (output != null && !result.isError()) {
      check(output, call, result);
    }
    return result;
  }

  private ToolResult written(Call call, @Nullable Object value) {
    try {
      return returned.result(value, new Writing(call.cancellation().longestAnswer()));
    } catch (UnwritableException e) {
      throw new IllegalStateException(call.subject() + " answered what cannot be written as JSON: " + e.getMessage());
    }
  }

  /** Validates structured content: clients refuse a result that violates its schema, and here the author sees why. */
  private static void check(Validation output, Call call, ToolResult result) {
    if (result.structuredContent() == null) {
      throw new IllegalStateException(call.subject() + " has an output schema, but answered without structured content");
    }
    var errors = output.errors(result.structuredContent(), Alternatives.MOST_LOOKED_AT);
    if (!errors.isEmpty()) {
      Faults faults = new Faults();
      faults.addAll(Alternatives.explain(output, errors));
      throw new IllegalStateException(
          call.subject() + " answered what its output schema does not allow: " + String.join("; ", faults.lines(Fault::line)));
    }
  }

  @Override
  public ToolResult refused(RuntimeException thrown) {
    if (!(thrown instanceof ToolCallException)) {
      throw thrown;
    }
    return ToolResult.error(thrown.getMessage() == null ? "The tool failed and did not say why." : thrown.getMessage());
  }
}
