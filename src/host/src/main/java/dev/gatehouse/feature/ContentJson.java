package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.rpc.JsonWriter;
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
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Writes and measures the parts of results: MCP {@code ContentBlock} and {@code ResourceContents}. */
final class ContentJson {

  /** Each part after the first brings at least this along, in bytes. */
  private static final int AROUND = "{\"type\":\"text\",\"text\":\"\"},".length();

  /** A reply's envelope, and one part of it, as trees, in bytes of heap. */
  private static final int AROUND_HEAP = 2_048;
  private static final int PART_HEAP = 512;

  private static final byte[] NONE = JsonWriter.encode("[]");
  private static final byte[] FIRST = JsonWriter.encode("[");
  private static final byte[] NEXT = JsonWriter.encode(",");
  private static final byte[] LAST = JsonWriter.encode("]");
  private static final byte[] TEXT = JsonWriter.encode("{\"type\":\"text\",\"text\":");
  private static final byte[] TEXT_END = JsonWriter.encode("}");

  private ContentJson() {
  }

  /** The parts of a result as an array. */
  static <T> ArrayNode array(List<T> parts, Function<T, ObjectNode> form) {
    ArrayNode array = Json.array();
    for (T part : parts) {
      array.add(form.apply(part));
    }
    return array;
  }

  /** The length of the parts of a result, in bytes. */
  static <T> long size(List<T> parts, ToLongFunction<T> size) {
    long sum = (long) AROUND * Math.max(0, parts.size() - 1);
    for (T part : parts) {
      sum += size.applyAsLong(part);
    }
    return sum;
  }

  static long heap(long size, int parts) {
    return AROUND_HEAP + 2 * size + (long) PART_HEAP * parts;
  }

  static ObjectNode json(Content block) {
    if (block instanceof TextContent text) {
      return Json.object().put("type", "text").put("text", text.text());
    }
    if (block instanceof ImageContent image) {
      return Json.object().put("type", "image").put("data", image.data()).put("mimeType", image.mimeType());
    }
    if (block instanceof AudioContent audio) {
      return Json.object().put("type", "audio").put("data", audio.data()).put("mimeType", audio.mimeType());
    }
    if (block instanceof ResourceLink link) {
      return json(link);
    }
    ObjectNode json = Json.object().put("type", "resource");
    json.set("resource", json(((EmbeddedResource) block).resource()));
    return json;
  }

  /** Writes blocks as an array. */
  static void write(List<Content> blocks, JsonWriter out) {
    byte[] before = FIRST;
    for (Content block : blocks) {
      out.raw(before);
      before = NEXT;
      if (block instanceof TextContent text) {
        out.raw(TEXT).text(text.text()).raw(TEXT_END);
      } else {
        out.tree(json(block));
      }
    }
    out.raw(blocks.isEmpty() ? NONE : LAST);
  }

  /** What is left of so many characters after the blocks, about; negative when they have more. It looks no further than that. */
  static long left(List<Content> blocks, long characters) {
    long left = characters;
    for (int i = 0; i < blocks.size() && left >= 0; i++) {
      left -= blocks.get(i) instanceof TextContent text ? AROUND + text.text().length() : charactersUpTo(left, json(blocks.get(i)));
    }
    return left;
  }

  private static long charactersUpTo(long most, JsonNode block) {
    return JsonSize.exceeds(block, most) ? most + 1 : JsonSize.of(block);
  }

  static long size(Content block) {
    if (block instanceof TextContent text) {
      return JsonSize.of(text.text());
    }
    if (block instanceof ImageContent image) {
      return image.data().length();
    }
    if (block instanceof AudioContent audio) {
      return audio.data().length();
    }
    return block instanceof ResourceLink link
        ? JsonSize.of(link.uri()) + JsonSize.of(link.name()) + JsonSize.of(link.title()) + JsonSize.of(link.description())
        : size(((EmbeddedResource) block).resource());
  }

  private static ObjectNode json(ResourceLink link) {
    ObjectNode json = Json.object().put("type", "resource_link").put("uri", link.uri()).put("name", link.name());
    put(json, "title", link.title());
    put(json, "description", link.description());
    put(json, "mimeType", link.mimeType());
    return json;
  }

  static ObjectNode json(ResourceContents contents) {
    ObjectNode json = Json.object().put("uri", contents.uri());
    put(json, "mimeType", contents.mimeType());
    return contents instanceof TextResourceContents text
        ? json.put("text", text.text())
        : json.put("blob", ((BlobResourceContents) contents).blob());
  }

  static long size(ResourceContents contents) {
    long body =
        contents instanceof TextResourceContents text ? JsonSize.of(text.text()) : ((BlobResourceContents) contents).blob().length();
    return body + JsonSize.of(contents.uri());
  }

  /** Adds a text, unless it is null. */
  static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  /** Adds a member, unless it is null. */
  static void put(ObjectNode json, String name, @Nullable JsonNode value) {
    if (value != null) {
      json.set(name, value);
    }
  }
}
