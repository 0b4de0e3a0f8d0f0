package dev.gatehouse.mcp;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.config.ResourceUri;

/** The rights that the caller of something open has at the moment; they may change while it is open. */
public final class Rights {

  private volatile Principal now;

  /** Those of its beginning. */
  public Rights(Principal first) {
    this.now = first;
  }

  /** They are others now. */
  public void are(Principal other) {
    now = other;
  }

  /** Whether the caller may read the resource, and so may be told of its changes. */
  public boolean mayRead(ResourceUri uri) {
    return now.grants().resource(uri).allowed();
  }
}
