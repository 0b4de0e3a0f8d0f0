package dev.gatehouse.feature;

/** What a plugin answers to a {@link Call}. */
public sealed interface Result extends Outcome permits ToolResult, PromptResult, ResourceResult, CompletionResult {
}
