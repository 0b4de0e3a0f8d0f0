package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonFootprint;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.spi.AudioContent;
import dev.gatehouse.spi.BlobResourceContents;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.EmbeddedResource;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.ResourceContents;
import dev.gatehouse.spi.ResourceLink;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.TextResourceContents;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How long a plugin's answer is, in bytes: its texts in UTF-8, its data in Base64, its structured content as JSON, and what holds many
 * parts together. And how deep that is nested.
 */
final class ResultSize {

  /** With what is around it in a reply, a reader as strict as this host can still read it; a writer gives up far later. */
  static final int MAX_DEPTH = Json.MAX_DEPTH - 10;

  /** The parts are put together on an event loop: that many take it a few milliseconds. */
  static final int MAX_PARTS = 10_000;

  /** Each part after the first brings at least this along. */
  private static final int AROUND = "{\"type\":\"text\",\"text\":\"\"},".length();

  /** A reply's envelope, and one part of it, as trees. */
  private static final int AROUND_HEAP = 2_048;
  private static final int PART_HEAP = 512;

  private ResultSize() {
  }

  /** To be asked first: the size of what is too deep is not found out without end either. */
  static boolean isTooDeep(Result result) {
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

  /** How many parts it has. */
  static int parts(Result result) {
    if (result instanceof ToolResult tool) {
      return tool.content().size();
    }
    return result instanceof PromptResult prompt ? prompt.messages().size()
        : result instanceof ResourceResult resource ? resource.contents().size() : 0;
  }

  static long of(Result result) {
    if (result instanceof ToolResult tool) {
      return sum(tool.content(), ResultSize::of) + JsonSize.of(tool.structuredContent());
    }
    if (result instanceof PromptResult prompt) {
      return JsonSize.of(prompt.description()) + sum(prompt.messages(), message -> of(message.content()));
    }
    return result instanceof ResourceResult resource
        ? sum(resource.contents(), ResultSize::of)
        : sum(((CompletionResult) result).values(), JsonSize::of);
  }

  /**
   * How much heap a result takes until it is written, in bytes: its texts, its tree, and what is written.
   *
   * @param size its size by {@link #of}
   */
  static long heap(Result result, long size) {
    JsonNode structured = result instanceof ToolResult tool ? tool.structuredContent() : null;
    return AROUND_HEAP + 2 * size + (long) PART_HEAP * parts(result) + JsonFootprint.of(structured);
  }

  private static <T> long sum(List<T> parts, ToLongFunction<T> size) {
    return parts.stream().mapToLong(size).sum() + (long) AROUND * Math.max(0, parts.size() - 1);
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
    return content instanceof ResourceLink link
        ? JsonSize.of(link.uri()) + JsonSize.of(link.name()) + JsonSize.of(link.title()) + JsonSize.of(link.description())
        : of(((EmbeddedResource) content).resource());
  }

  private static long of(ResourceContents contents) {
    long body =
        contents instanceof TextResourceContents text ? JsonSize.of(text.text()) : ((BlobResourceContents) contents).blob().length();
    return body + JsonSize.of(contents.uri());
  }
}
