package dev.gatehouse.redis.session;

import dev.gatehouse.mcp.legacy.SessionStore.Signal;
import org.jspecify.annotations.Nullable;

/**
 * The text of a message between hosts: {@code <from> <kind> <subject> <content>}. A host ignores kinds that it does not know, which a newer
 * one may send.
 *
 * @param from the sender's number
 */
record SignalText(int from, Signal signal) {

  private static final int PARTS = 4;

  String write() {
    return from + " " + signal.kind() + ' ' + signal.subject() + ' ' + signal.content();
  }

  /** Null for what this host does not know. */
  static @Nullable SignalText read(String text) {
    String[] parts = text.split(" ", PARTS);
    if (parts.length != PARTS) {
      return null;
    }
    try {
      return new SignalText(Integer.parseInt(parts[0]), new Signal(Signal.Kind.valueOf(parts[1]), parts[2], parts[3]));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
