package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Result;
import java.util.Map;

/**
 * What a method answers, in the fullest form that any revision has. A wire adds its marks, or takes away what its revision does not know.
 *
 * @param json the result; whoever has it may change it, but not what its members hold
 * @param headers response headers that go with it on every wire that has some
 * @param isError whether it is a tool's answer that says that it failed
 */
public record McpResult(ObjectNode json, Map<String, String> headers, boolean isError) {

  /** What a feature answered. */
  static McpResult of(Result result) {
    return new McpResult(result.json(), Map.of(), result.isError());
  }

  /** The same with these response headers. */
  McpResult with(Map<String, String> more) {
    return new McpResult(json, more, isError);
  }
}
