package dev.gatehouse.mcp.legacy;

import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.record.ResourceUri;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The resources that a session subscribes to, counted against its tenant's byte budget. Thread-safe. */
final class SessionSubscriptions {

  /** The maximum number of subscriptions of a session. */
  private static final int MOST = 1_000;
  /** The heap size of a subscription without the characters of its URI, in bytes. */
  private static final long FOOTPRINT = 512;

  private final SessionHolders holders;
  private final MemoryLease memory;
  private final Set<ResourceUri> uris = ConcurrentHashMap.newKeySet();

  SessionSubscriptions(SessionHolders holders, MemoryLease memory) {
    this.holders = holders;
    this.memory = memory;
  }

  /** Adds a resource; false when the limit or the byte budget does not allow it. */
  boolean add(ResourceUri uri) {
    if (uris.contains(uri)) {
      return true;
    }
    if (uris.size() >= MOST || !memory.tryGrow(footprint(uri))) {
      return false;
    }
    if (!uris.add(uri)) {
      memory.tryGrow(-footprint(uri));
    }
    return true;
  }

  /** Removes a resource, if it is there. */
  void remove(ResourceUri uri) {
    if (uris.remove(uri)) {
      memory.tryGrow(-footprint(uri));
    }
  }

  private static long footprint(ResourceUri uri) {
    return FOOTPRINT + 4L * uri.text().length();
  }

  /** Whether the client subscribes to the resource, and may read it. */
  boolean covers(ResourceUri uri) {
    return uris.contains(uri) && holders.mayRead(uri);
  }
}
