package dev.gatehouse.mcp.legacy;

import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.record.ResourceUri;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The resources that a session subscribes to, counted against its tenant's byte budget. Any thread may use it. */
final class SessionSubscriptions {

  /** A client that subscribes to more is refused. */
  private static final int MOST = 1_000;
  /** What one takes without its URI's characters, in bytes. */
  private static final long FOOTPRINT = 512;

  private final SessionHolders holders;
  private final MemoryLease memory;
  private final Set<ResourceUri> uris = ConcurrentHashMap.newKeySet();

  SessionSubscriptions(SessionHolders holders, MemoryLease memory) {
    this.holders = holders;
    this.memory = memory;
  }

  /** Adds one, if it is not there yet; false when there is no room for it. */
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

  void remove(ResourceUri uri) {
    if (uris.remove(uri)) {
      memory.tryGrow(-footprint(uri));
    }
  }

  private static long footprint(ResourceUri uri) {
    return FOOTPRINT + 4L * uri.text().length();
  }

  /** Whether the client wants to know of the resource's changes, and may read it. */
  boolean covers(ResourceUri uri) {
    return uris.contains(uri) && holders.mayRead(uri);
  }
}
