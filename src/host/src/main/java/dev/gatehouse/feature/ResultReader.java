package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.spi.AudioContent;
import dev.gatehouse.spi.BlobResourceContents;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.EmbeddedResource;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.PromptMessage;
import dev.gatehouse.spi.ResourceContents;
import dev.gatehouse.spi.ResourceLink;
import dev.gatehouse.spi.Role;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.TextResourceContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads results from the JSON that {@link Result#json} writes. Trees within them are kept, not copied. */
public final class ResultReader {

  private ResultReader() {
  }

  /**
   * The result of a feature.
   *
   * @param kind what was called
   * @throws IllegalArgumentException in one sentence, when it is none of that kind
   */
  public static Result read(Kind kind, JsonNode json) {
    return switch (kind) {
      case TOOL -> new ToolResult(list(json, "content", ResultReader::content), json.get("structuredContent"),
          json.path("isError").booleanValue());
      case PROMPT -> new PromptResult(json.path("description").textValue(), list(json, "messages", ResultReader::message));
      case RESOURCE, TEMPLATE -> new ResourceResult(list(json, "contents", ResultReader::contents));
      case COMPLETION -> completion(json.path("completion"));
    };
  }

  private static CompletionResult completion(JsonNode json) {
    JsonNode total = json.path("total");
    return new CompletionResult(list(json, "values", ResultReader::value), total.isMissingNode() ? null : total.intValue(),
        json.path("hasMore").booleanValue());
  }

  private static String value(JsonNode json) {
    if (!json.isTextual()) {
      throw new IllegalArgumentException("a result has a completion that is no string");
    }
    return json.textValue();
  }

  private static PromptMessage message(JsonNode json) {
    return new PromptMessage(Role.valueOf(text(json, "role").toUpperCase(Locale.ROOT)), content(json.path("content")));
  }

  private static Content content(JsonNode json) {
    String type = text(json, "type");
    return switch (type) {
      case "text" -> new TextContent(text(json, "text"));
      case "image" -> new ImageContent(text(json, "data"), text(json, "mimeType"));
      case "audio" -> new AudioContent(text(json, "data"), text(json, "mimeType"));
      case "resource" -> new EmbeddedResource(contents(json.path("resource")));
      case "resource_link" -> new ResourceLink(text(json, "uri"), text(json, "name"), orNull(json, "title"), orNull(json, "description"),
          orNull(json, "mimeType"));
      default -> throw new IllegalArgumentException("a result has content of the unknown type '" + type + "'");
    };
  }

  private static ResourceContents contents(JsonNode json) {
    String uri = text(json, "uri");
    return json.has("blob")
        ? new BlobResourceContents(uri, text(json, "blob"), orNull(json, "mimeType"))
        : new TextResourceContents(uri, text(json, "text"), orNull(json, "mimeType"));
  }

  private static <T> List<T> list(JsonNode json, String name, Function<JsonNode, T> read) {
    JsonNode array = json instanceof ObjectNode object ? object.get(name) : null;
    if (array == null || !array.isArray()) {
      throw new IllegalArgumentException("a result has no array '" + name + "'");
    }
    List<T> list = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      list.add(read.apply(element));
    }
    return list;
  }

  private static @Nullable String orNull(JsonNode json, String name) {
    return json.path(name).textValue();
  }

  private static String text(JsonNode json, String name) {
    String text = orNull(json, name);
    if (text == null) {
      throw new IllegalArgumentException("a part of a result has no string '" + name + "'");
    }
    return text;
  }
}
