package dev.gatehouse.mcp;

import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.record.ResourceUri;
import java.util.List;

/** Passes what a tenant's plugins announce on to the clients of every era. */
public final class Announcements implements Changes {

  private final List<Changes> wires;

  /** Tells these. */
  public Announcements(List<Changes> wires) {
    this.wires = List.copyOf(wires);
  }

  @Override
  public void listChanged(String tenant, Kind kind) {
    wires.forEach(wire -> wire.listChanged(tenant, kind));
  }

  @Override
  public void listAnnounced(String tenant, Kind kind) {
    wires.forEach(wire -> wire.listAnnounced(tenant, kind));
  }

  @Override
  public void resourceUpdated(String tenant, ResourceUri uri) {
    wires.forEach(wire -> wire.resourceUpdated(tenant, uri));
  }
}
