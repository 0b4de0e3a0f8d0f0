package dev.gatehouse.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.spi.AudioContent;
import dev.gatehouse.spi.BlobResourceContents;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.EmbeddedResource;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.ResourceContents;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.TextResourceContents;

/**
 * How long a plugin's answer is, in bytes: its texts in UTF-8, its data in Base64 and its structured content as JSON. And how deep
 * that is nested.
 */
final class ResultSize {

  /** With what is around it in a reply, a reader as strict as this host can still read it; a writer gives up far later. */
  static final int MAX_DEPTH = Json.MAX_DEPTH - 10;

  private ResultSize() {
  }

  /** To be asked first: the size of what is too deep is not found out without end either. */
  static boolean isTooDeep(PluginResult result) {
    return result instanceof ToolResult tool && tool.structuredContent() != null && isDeeper(tool.structuredContent(), MAX_DEPTH);
  }

  private static boolean isDeeper(JsonNode node, int levels) {
    if (!node.isContainerNode()) {
      return false;
    }
    if (levels == 0) {
      return true;
    }
    for (JsonNode child : node) {
      if (isDeeper(child, levels - 1)) {
        return true;
      }
    }
    return false;
  }

  static long of(PluginResult result) {
    if (result instanceof ToolResult tool) {
      return tool.content().stream().mapToLong(ResultSize::of).sum() + JsonSize.of(tool.structuredContent());
    }
    if (result instanceof PromptResult prompt) {
      return prompt.messages().stream().mapToLong(message -> of(message.content())).sum();
    }
    return result instanceof ResourceResult resource ? resource.contents().stream().mapToLong(ResultSize::of).sum() : 0;
  }

  private static long of(Content content) {
    if (content instanceof TextContent text) {
      return JsonSize.of(text.text());
    }
    if (content instanceof ImageContent image) {
      return image.data().length();
    }
    if (content instanceof AudioContent audio) {
      return audio.data().length();
    }
    return content instanceof EmbeddedResource embedded ? of(embedded.resource()) : 0;
  }

  private static long of(ResourceContents contents) {
    return contents instanceof TextResourceContents text ? JsonSize.of(text.text()) : ((BlobResourceContents) contents).blob().length();
  }
}
