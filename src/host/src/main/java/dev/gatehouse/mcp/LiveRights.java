package dev.gatehouse.mcp;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.record.ResourceUri;

/** The current rights of a caller who has something open; they may change while it is open. */
public final class LiveRights {

  private volatile Principal now;

  /** Begins with the rights that the caller was let in with. */
  public LiveRights(Principal first) {
    this.now = first;
  }

  /** Replaces them. */
  public void replace(Principal current) {
    now = current;
  }

  /** Whether the caller may read the resource, and so may be told of its changes. */
  public boolean mayRead(ResourceUri uri) {
    return now.grants().resource(uri).allowed();
  }
}
