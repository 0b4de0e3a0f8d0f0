package dev.gatehouse.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Measures the size of JSON without writing it. */
public final class JsonSize {

  private JsonSize() {
  }

  /** The bytes of a text in UTF-8, 0 for null. */
  public static long of(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    long size = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      size += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return size;
  }

  /** The approximate size of a tree as JSON in bytes, 0 for null. Escapes are not counted. */
  public static long of(@Nullable JsonNode node) {
    if (node == null) {
      return 0;
    }
    if (node.isTextual()) {
      return of(node.textValue()) + 2;
    }
    if (!node.isContainerNode()) {
      return node.asText().length();
    }
    long size = 2;
    for (JsonNode child : node) {
      size += of(child) + 1;
    }
    for (var names = node.fieldNames(); names.hasNext();) {
      size += of(names.next()) + 3;
    }
    return size;
  }

  /** Whether it has more than so many characters, about; looks no further than that. */
  public static boolean exceeds(JsonNode node, long characters) {
    return left(node, characters) < 0;
  }

  private static long left(JsonNode node, long characters) {
    if (!node.isContainerNode()) {
      return characters - (node.isTextual() ? node.textValue().length() : 8);
    }
    if (node instanceof WrittenArray array && array.written() >= 0) {
      return characters - array.written();
    }
    long left = characters;
    for (var names = node.fieldNames(); left >= 0 && names.hasNext();) {
      left -= names.next().length();
    }
    for (var members = node.elements(); left >= 0 && members.hasNext();) {
      left = left(members.next(), left - 8);
    }
    return left;
  }
}
