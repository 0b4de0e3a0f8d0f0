package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;

/** The result of a {@link Call}: data that can write and measure itself. */
public non-sealed interface Result extends Outcome {

  /** With what is around it in a reply, a reader as strict as this host can still read it; a writer gives up far later. */
  int MAX_DEPTH = Json.MAX_DEPTH - 10;

  /** The parts are put together on an event loop: that many take it a few milliseconds. */
  int MAX_PARTS = 10_000;

  /** The result in the fullest form that any revision of MCP has; a new object each time, whose members are shared. */
  ObjectNode json();

  /**
   * How long it is, in bytes: its texts in UTF-8, its data in Base64, its structured content as JSON, and what holds many parts together.
   * Not to be asked when it {@link #isTooDeep}: the size of that is not found out without end either.
   */
  long size();

  /** How many parts it has: content blocks, messages or contents. */
  int parts();

  /** Whether it is nested deeper than {@link #MAX_DEPTH}. */
  default boolean isTooDeep() {
    return false;
  }

  /** Whether it says that what was called has failed. */
  default boolean isError() {
    return false;
  }

  /**
   * How much heap it takes until it is written, in bytes: its texts, its tree, and what is written.
   *
   * @param size its {@link #size}
   */
  default long heap(long size) {
    return ContentJson.heap(size, parts());
  }
}
