package dev.gatehouse.mcp.legacy;

import java.util.Set;

/** The bounds of the resources that a session subscribes to. */
final class SessionSubscriptions {

  /** The maximum number of subscriptions of a session. */
  static final int MOST = 1_000;
  /** The heap size of a subscription without the characters of its URI, in bytes. */
  private static final long FOOTPRINT = 512;

  private SessionSubscriptions() {
  }

  /** About the heap size of subscriptions, in bytes. */
  static long footprint(Set<String> uris) {
    return uris.isEmpty() ? 0 : uris.stream().mapToLong(uri -> FOOTPRINT + 4L * uri.length()).sum();
  }
}
