package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.ToolResult;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a method answers, in the fullest form that any revision has. A wire adds its marks, or takes away what its revision does not know.
 *
 * @param tree makes it as a tree; whoever has that may change it, but not what its members hold
 * @param tool what a tool answered, which can be written without a tree; null for everything else
 * @param headers response headers that go with it on every wire that has some
 * @param isError whether it is a tool's answer that says that it failed
 */
public record McpResult(Supplier<ObjectNode> tree, @Nullable ToolResult tool, Map<String, String> headers, boolean isError) {

  /** What a feature answered. */
  static McpResult of(Result result) {
    return new McpResult(result::json, result instanceof ToolResult tool ? tool : null, Map.of(), result.isError());
  }

  /** A result that is a tree already. */
  static McpResult of(ObjectNode json) {
    return new McpResult(() -> json, null, Map.of(), false);
  }

  /** The result as a tree. */
  public ObjectNode json() {
    return tree.get();
  }

  /** The same with these response headers. */
  McpResult with(Map<String, String> more) {
    return more.isEmpty() ? this : new McpResult(tree, tool, more, isError);
  }
}
