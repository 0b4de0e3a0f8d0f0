package dev.gatehouse.tool;

/** A tool's body. Failures that the model should read are results with {@code isError}. */
public interface ToolFunction extends PluginFunction<ToolCall, ToolResult> {
}
