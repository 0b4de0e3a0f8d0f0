package dev.gatehouse.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the heap size of a JSON tree, in bytes, from above: a JSON text of many small values takes some thirty times its length. The
 * costs are those of Jackson's nodes on a 64-bit JVM with compressed pointers.
 */
public final class JsonFootprint {

  /** An empty object with its map, or an array with its list, and its place in what holds it. */
  private static final int CONTAINER = 104;
  /** An object's member: its entry, its name, and a share of the map's table. */
  private static final int MEMBER = 128;
  /** A value that is no container, without a text's characters. */
  private static final int SCALAR = 80;
  /** Shorter texts are not looked through: this is enough for any of them. */
  private static final int SHORT = 512;
  private static final long SHORT_TREE = 16 * 1024;

  private JsonFootprint() {
  }

  /** Of the tree that a text will become, and the text itself. Any bytes will do; they do not have to be JSON. */
  public static long ofText(Buffer text) {
    return text.length() <= SHORT ? SHORT_TREE : 3L * text.length() + tree(text);
  }

  private static long tree(Buffer text) {
    long tree = 0;
    boolean quoted = false;
    boolean scalar = false;
    for (int i = 0; i < text.length(); i++) {
      byte c = text.getByte(i);
      if (c == '"') {
        quoted = !quoted;
        scalar = true;
      } else if (quoted) {
        i += c == '\\' ? 1 : 0;
      } else if (c == '{' || c == '[') {
        tree += CONTAINER;
        scalar = false;
      } else if (c == ':') {
        tree += MEMBER;
        scalar = false;
      } else if (c == ',' || c == '}' || c == ']') {
        tree += scalar ? SCALAR : 0;
        scalar = false;
      } else {
        scalar |= c > ' ';
      }
    }
    return tree;
  }

  /** Of a tree that is there, without numbers' digits. */
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
