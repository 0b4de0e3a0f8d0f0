package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.TextContent;
import java.util.List;

/**
 * A tool's answer.
 *
 * @param content the blocks, in order
 * @param structuredContent any JSON value, or null
 * @param isError the tool itself failed, and the content says how
 */
public record ToolResult(List<Content> content, JsonNode structuredContent, boolean isError) implements Result {

  /** Copies the content. */
  public ToolResult {
    content = List.copyOf(content);
  }

  /** One text block. */
  public static ToolResult text(String text) {
    return new ToolResult(List.of(new TextContent(text)), null, false);
  }

  /** A failure in words that a model can act on. */
  public static ToolResult error(String text) {
    return new ToolResult(List.of(new TextContent(text)), null, true);
  }
}
