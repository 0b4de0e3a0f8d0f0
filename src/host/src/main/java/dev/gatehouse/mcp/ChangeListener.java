package dev.gatehouse.mcp;

import dev.gatehouse.record.ResourceUri;

/** Passes a tenant's changes on to its clients, of one era each. Any thread may call. */
public interface ChangeListener {

  /** A list of the tenant is another now. */
  void listChanged(String tenant, Change change);

  /** A resource of the tenant has other contents now. */
  void resourceUpdated(String tenant, ResourceUri uri);
}
