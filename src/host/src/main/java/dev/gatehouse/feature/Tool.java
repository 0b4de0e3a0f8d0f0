package dev.gatehouse.feature;

import java.util.Objects;

/**
 * A tool that can be called.
 *
 * @param info what is told about it
 * @param function what runs
 */
public record Tool(ToolInfo info, PluginFunction<ToolCall, ToolResult> function) {

  /** Refuses null. */
  public Tool {
    Objects.requireNonNull(info, "info");
    Objects.requireNonNull(function, "function");
  }
}
