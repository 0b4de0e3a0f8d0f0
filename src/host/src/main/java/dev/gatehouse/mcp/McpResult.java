package dev.gatehouse.mcp;

import dev.gatehouse.tool.ToolInfo;
import dev.gatehouse.tool.ToolResult;
import java.util.List;
import java.util.Map;

/** What a method answers, before a wire gives it its form. */
public sealed interface McpResult {

  /** Response headers that go with it on every wire that has some. */
  default Map<String, String> headers() {
    return Map.of();
  }

  /**
   * The tools that the caller may call.
   *
   * @param tools in the catalogue's order
   */
  record ToolList(List<ToolInfo> tools) implements McpResult {
  }

  /**
   * A tool's answer.
   *
   * @param result the answer
   * @param headers how the limits stand that the call was charged to
   */
  record ToolAnswer(ToolResult result, Map<String, String> headers) implements McpResult {

    /** The answer to a call that no limit counted. */
    public ToolAnswer(ToolResult result) {
      this(result, Map.of());
    }
  }
}
