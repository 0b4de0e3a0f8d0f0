package dev.gatehouse.mcp;

import dev.gatehouse.feature.CompletionResult;
import dev.gatehouse.feature.PromptInfo;
import dev.gatehouse.feature.PromptResult;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.feature.ResourceResult;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.feature.ToolResult;
import java.util.List;
import java.util.Map;

/** What a method answers, before a wire gives it its form. A list's {@code next} is the cursor of its next page, or null. */
public sealed interface McpResult {

  /** Response headers that go with it on every wire that has some. */
  default Map<String, String> headers() {
    return Map.of();
  }

  /**
   * The tools that the caller may call.
   *
   * @param tools in the catalogue's order
   * @param next the next page's cursor, or null
   */
  record ToolList(List<ToolInfo> tools, String next) implements McpResult {
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

  /**
   * The prompts that the caller may use.
   *
   * @param prompts in the catalogue's order
   * @param next the next page's cursor, or null
   */
  record PromptList(List<PromptInfo> prompts, String next) implements McpResult {
  }

  /**
   * A prompt, filled in.
   *
   * @param result the prompt
   */
  record PromptAnswer(PromptResult result) implements McpResult {
  }

  /**
   * The resources that the caller may read.
   *
   * @param resources in the catalogue's order
   * @param next the next page's cursor, or null
   */
  record ResourceList(List<ResourceInfo> resources, String next) implements McpResult {
  }

  /**
   * The resource templates that the caller may use.
   *
   * @param templates in the catalogue's order
   * @param next the next page's cursor, or null
   */
  record TemplateList(List<ResourceInfo> templates, String next) implements McpResult {
  }

  /**
   * What a resource holds.
   *
   * @param result the contents
   */
  record ResourceAnswer(ResourceResult result) implements McpResult {
  }

  /**
   * Proposed values.
   *
   * @param result the values
   */
  record CompletionAnswer(CompletionResult result) implements McpResult {
  }
}
