package dev.gatehouse.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the heap size of a JSON tree, in bytes, from above: a JSON text of many small values takes some thirty times its length. The
 * costs are those of Jackson's nodes on a 64-bit JVM with compressed pointers.
 */
public final class JsonFootprint {

  /** The size of an empty object or array, and of the reference to it. */
  private static final int CONTAINER = 104;
  /** The size of an object's member: its entry, its name, and a share of the map's table. */
  private static final int MEMBER = 128;
  /** The size of a scalar, without a text's characters. */
  private static final int SCALAR = 80;
  /** The length below which texts are not scanned: this size is enough for any of them. */
  private static final int SHORT = 512;
  private static final long SHORT_TREE = 16 * 1024;

  private JsonFootprint() {
  }

  /** The size of the text and of the tree parsed from it. The bytes need not be JSON. */
  public static long ofText(Buffer text) {
    return text.length() <= SHORT ? SHORT_TREE : 3L * text.length() + tree(text);
  }

  private static long tree(Buffer text) {
    // A copy, since each access to a buffer is checked.
    byte[] bytes = text.getBytes();
    long tree = 0;
    boolean scalar = false;
    for (int i = 0; i < bytes.length; i++) {
      switch (bytes[i]) {
        case '"' -> {
          i = endOfText(bytes, i + 1);
          scalar = true;
        }
        case '{', '[' -> {
          tree += CONTAINER;
          scalar = false;
        }
        case ':' -> {
          tree += MEMBER;
          scalar = false;
        }
        case ',', '}', ']' -> {
          tree += scalar ? SCALAR : 0;
          scalar = false;
        }
        default -> scalar |= bytes[i] > ' ';
      }
    }
    return tree;
  }

  /** The place of the closing quote, or the end. */
  private static int endOfText(byte[] bytes, int from) {
    int i = from;
    while (i < bytes.length && bytes[i] != '"') {
      i += bytes[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  /** The size of a tree, without numbers' digits. */
  public static long of(@Nullable JsonNode node) {
    if (node == null) {
      return 0;
    }
    if (!node.isContainerNode()) {
      return node.isTextual() ? SCALAR + 2L * node.textValue().length() : SCALAR;
    }
    long size = CONTAINER + (node.isObject() ? (long) MEMBER * node.size() : 0);
    for (JsonNode child : node) {
      size += of(child);
    }
    for (var names = node.fieldNames(); names.hasNext();) {
      size += names.next().length();
    }
    return size;
  }
}
