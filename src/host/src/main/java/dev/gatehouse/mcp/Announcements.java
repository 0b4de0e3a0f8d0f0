package dev.gatehouse.mcp;

import dev.gatehouse.feature.Changes;
import dev.gatehouse.record.ResourceUri;
import java.util.List;

/** Passes what a tenant's plugins announce on to the clients of every era. */
public final class Announcements implements Changes {

  private final List<ChangeListener> wires;

  /** Tells these. */
  public Announcements(List<ChangeListener> wires) {
    this.wires = List.copyOf(wires);
  }

  @Override
  public void toolsChanged(String tenant) {
    wires.forEach(wire -> wire.listChanged(tenant, Change.TOOLS));
  }

  @Override
  public void promptsChanged(String tenant) {
    wires.forEach(wire -> wire.listChanged(tenant, Change.PROMPTS));
  }

  @Override
  public void resourcesChanged(String tenant) {
    wires.forEach(wire -> wire.listChanged(tenant, Change.RESOURCES));
  }

  @Override
  public void resourceUpdated(String tenant, ResourceUri uri) {
    wires.forEach(wire -> wire.resourceUpdated(tenant, uri));
  }
}
