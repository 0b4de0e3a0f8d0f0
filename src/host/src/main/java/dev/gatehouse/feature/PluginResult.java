package dev.gatehouse.feature;

/** What a plugin answers to a {@link PluginCall}. */
public sealed interface PluginResult extends Outcome permits ToolResult, PromptResult, ResourceResult, CompletionResult {
}
