package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.feature.LongAnswerException;
import dev.gatehouse.rpc.JsonSize;

/**
 * The byte budget and the depth limit of a value that is being written. It counts the minimum size of the JSON: a value that shares its
 * parts, or generates them as a stream does, may be far longer as JSON than in memory, and must be stopped while it is written.
 */
public final class Writing {

  /** Values that lie deeper are not written, so that a cycle ends. */
  private static final int MAX_DEPTH = 500;
  private static final int QUOTES = 2;

  private final long most;
  private final long[] bytes;
  private final int depth;

  /**
   * At the root of a value.
   *
   * @param most how many bytes its JSON may have
   */
  public Writing(long most) {
    this(most, new long[1], 0);
  }

  private Writing(long most, long[] bytes, int depth) {
    this.most = most;
    this.bytes = bytes;
    this.depth = depth;
  }

  /**
   * One level further in.
   *
   * @throws UnwritableException when that is too deep
   */
  Writing within() {
    if (depth >= MAX_DEPTH) {
      throw UnwritableException.tooDeep(MAX_DEPTH);
    }
    count(1);
    return new Writing(most, bytes, depth + 1);
  }

  /**
   * Counts an item, or the value of a member, and the comma before or the bracket after it. A container has counted itself.
   *
   * @return the same
   * @throws LongAnswerException when that is too much
   */
  JsonNode count(JsonNode value) {
    count(value.isTextual() ? value.textValue().length() + QUOTES + 1 : value.isContainerNode() ? 1 : QUOTES);
    return value;
  }

  /** Counts a member, its name included. */
  JsonNode count(String name, JsonNode value) {
    count(name.length() + QUOTES + 1);
    return count(value);
  }

  /** Counts a tree that others wrote. */
  JsonNode countAll(JsonNode tree) {
    count(JsonSize.of(tree));
    return tree;
  }

  private void count(long more) {
    bytes[0] += more;
    if (bytes[0] > most) {
      throw new LongAnswerException(most);
    }
  }

  /** How many bytes there may be. */
  long most() {
    return most;
  }

  /** How many bytes there may still be. */
  long left() {
    return most - bytes[0];
  }
}
