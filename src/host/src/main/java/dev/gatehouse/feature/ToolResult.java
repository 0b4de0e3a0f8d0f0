package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonFootprint;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.rpc.JsonWriter;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.TextContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a tool call.
 *
 * @param content the blocks, in order
 * @param structuredContent any JSON value, or null
 * @param isError the tool itself failed, and the content says how
 */
public record ToolResult(List<Content> content, @Nullable JsonNode structuredContent, boolean isError) implements Result {

  private static final byte[] CONTENT = JsonWriter.encode("\"content\":");
  private static final byte[] STRUCTURED = JsonWriter.encode(",\"structuredContent\":");
  private static final byte[] FAILED = JsonWriter.encode(",\"isError\":true");

  /** Copies the content. */
  public ToolResult {
    content = List.copyOf(content);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("content", ContentJson.array(content, ContentJson::json));
    ContentJson.put(json, "structuredContent", structuredContent);
    return isError ? json.put("isError", true) : json;
  }

  /** Writes the members of {@link #json}. */
  public void write(JsonWriter out) {
    ContentJson.write(content, out.raw(CONTENT));
    if (structuredContent != null) {
      out.raw(STRUCTURED).tree(structuredContent);
    }
    if (isError) {
      out.raw(FAILED);
    }
  }

  /** Whether it has more than so many characters, about; looks no further than that. */
  public boolean exceeds(long characters) {
    long left = ContentJson.left(content, characters);
    return left < 0 || structuredContent != null && JsonSize.exceeds(structuredContent, left);
  }

  @Override
  public long size() {
    return ContentJson.size(content, ContentJson::size) + JsonSize.of(structuredContent);
  }

  @Override
  public int parts() {
    return content.size();
  }

  @Override
  public long heap(long size) {
    return Result.super.heap(size) + JsonFootprint.of(structuredContent);
  }

  @Override
  public boolean isTooDeep() {
    return structuredContent != null && isDeeper(structuredContent, MAX_DEPTH);
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

  /** One text block. */
  public static ToolResult text(String text) {
    return new ToolResult(List.of(new TextContent(text)), null, false);
  }

  /** A failure in words that a model can act on. */
  public static ToolResult error(String text) {
    return new ToolResult(List.of(new TextContent(text)), null, true);
  }
}
