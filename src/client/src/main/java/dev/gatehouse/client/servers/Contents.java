package dev.gatehouse.client.servers;

import io.modelcontextprotocol.spec.McpSchema.AudioContent;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.ResourceLink;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.List;
import java.util.stream.Collectors;

/** A tool's result as text, for people and for models that read nothing else. */
final class Contents {

  private Contents() {
  }

  static String text(CallToolResult result) {
    List<Content> content = result.content() == null ? List.of() : result.content();
    if (content.isEmpty() && result.structuredContent() != null) {
      return Json.write(result.structuredContent());
    }
    return content.stream().map(Contents::text).collect(Collectors.joining("\n"));
  }

  private static String text(Content content) {
    if (content instanceof TextContent text) {
      return text.text();
    }
    if (content instanceof ImageContent image) {
      return "[image, " + image.mimeType() + "]";
    }
    if (content instanceof AudioContent audio) {
      return "[audio, " + audio.mimeType() + "]";
    }
    if (content instanceof ResourceLink link) {
      return "[" + link.name() + ": " + link.uri() + "]";
    }
    if (content instanceof EmbeddedResource embedded) {
      return embedded.resource() instanceof TextResourceContents text ? text.text() : "[" + embedded.resource().uri() + "]";
    }
    return "[" + content.type() + "]";
  }
}
