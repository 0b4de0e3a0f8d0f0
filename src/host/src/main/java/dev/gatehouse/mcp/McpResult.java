package dev.gatehouse.mcp;

import dev.gatehouse.tool.ToolInfo;
import dev.gatehouse.tool.ToolResult;
import java.util.List;

/** What a method answers, before a wire gives it its form. */
public sealed interface McpResult {

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
   */
  record ToolAnswer(ToolResult result) implements McpResult {
  }
}
