package dev.gatehouse.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one JSON document from parts, without a tree of the whole: JSON that is always the same and was encoded once, strings, and trees.
 * Strings and trees are written as {@link Json#write} writes them. For answers of calls, where a tree costs more than what is in it.
 */
public final class JsonWriter {

  private static final int FIRST = 512;

  private byte[] bytes = new byte[FIRST];
  private int length;

  /** Encodes JSON for {@link #raw}. */
  public static byte[] encode(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes JSON as it is. */
  public JsonWriter raw(byte[] json) {
    require(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
    return this;
  }

  /** Writes a string in quotes. */
  public JsonWriter text(String text) {
    require(text.length() + 2);
    int at = length;
    bytes[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isPlain(c)) {
        return mapped(text);
      }
      bytes[at++] = (byte) c;
    }
    bytes[at++] = '"';
    length = at;
    return this;
  }

  /** Neither escaped nor longer than one byte in UTF-8. */
  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
  }

  /** Writes a tree. */
  public JsonWriter tree(JsonNode node) {
    return node.isTextual() ? text(node.textValue()) : mapped(node);
  }

  /** Writes a request's id. */
  public JsonWriter id(RpcId id) {
    JsonNode json = id.json();
    return json.isTextual() ? text(json.textValue()) : raw(json.asText().getBytes(StandardCharsets.US_ASCII));
  }

  private JsonWriter mapped(Object value) {
    try {
      return raw(Json.mapper().writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot fail to be written", e);
    }
  }

  /** Grows for what is needed and a little more: a long answer is one long text, and what follows must not copy it again. */
  private void require(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.addExact(Math.addExact(length, more), Math.max(FIRST, length / 2)));
    }
  }

  /** A copy of what has been written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** What has been written. */
  public Buffer toBuffer() {
    return Buffer.buffer(length).appendBytes(bytes, 0, length);
  }
}
