package dev.gatehouse.plugin.bind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.plugin.type.PlainText;
import dev.gatehouse.plugin.type.Writing;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.ToolResponse;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results of methods whose return value is content already. */
public record ContentResults(JsonTypes types) {

  ToolResult result(@Nullable Object value, Writing writing) {
    if (value instanceof ToolResponse response) {
      return response(response, writing);
    }
    if (value instanceof Content content) {
      return new ToolResult(List.of(content), null, false);
    }
    if (value instanceof Collection<?> many && many.stream().allMatch(Content.class::isInstance)) {
      return new ToolResult(many.stream().map(Content.class::cast).toList(), null, false);
    }
    return ToolResult.text(value == null ? "null" : PlainText.of(json(value, writing)));
  }

  private ToolResult response(ToolResponse response, Writing writing) {
    if (response.structuredContent() == null) {
      return new ToolResult(response.content(), null, response.isError());
    }
    JsonNode json = json(response.structuredContent(), writing);
    // Clients of older revisions read text only.
    List<Content> content = response.content().isEmpty() ? List.of(new TextContent(PlainText.of(json))) : response.content();
    return new ToolResult(content, json, response.isError());
  }

  /** The mapping of any value takes null, too. */
  @SuppressWarnings("NullAway")
  private JsonNode json(@Nullable Object value, Writing writing) {
    return types.any().write(value, writing);
  }
}
