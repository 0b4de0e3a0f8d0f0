package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import java.util.Objects;

/**
 * One call of one tool, as it travels over the bus.
 *
 * @param tool the tool's name
 * @param arguments by name; empty when absent, never null
 * @param caller who calls
 * @param deadline when the host gives up
 * @param cancellation cancelled when nobody waits any more
 * @param client the way back to the client
 */
public record ToolCall(String tool, ObjectNode arguments, Caller caller, Deadline deadline, CallCancellation cancellation,
    ClientChannel client) implements Call {

  /** Refuses null. */
  public ToolCall {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(caller, "caller");
    Objects.requireNonNull(deadline, "deadline");
    Objects.requireNonNull(cancellation, "cancellation");
    Objects.requireNonNull(client, "client");
  }

  @Override
  public ToolCall until(Deadline deadline) {
    return new ToolCall(tool, arguments, caller, deadline, cancellation, client);
  }

  @Override
  public String key() {
    return tool;
  }

  @Override
  public String subject() {
    return "tool '" + tool + "'";
  }

  @Override
  public Outcome invalid(String words) {
    return ToolResult.error(words);
  }

  @Override
  public Outcome failed(String words) {
    return ToolResult.error(words);
  }
}
