package dev.gatehouse.plugin.client;

import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.spi.ListChanges;
import java.util.Objects;

/** Change notifications of one tenant. */
record TenantChanges(Changes changes, String tenant) implements ListChanges {

  @Override
  public void toolsChanged() {
    changes.listChanged(tenant, Kind.TOOL);
  }

  @Override
  public void promptsChanged() {
    changes.listChanged(tenant, Kind.PROMPT);
  }

  @Override
  public void resourcesChanged() {
    changes.listChanged(tenant, Kind.RESOURCE);
  }

  @Override
  public void resourceUpdated(String uri) {
    ResourceUri updated = ResourceUri.orNull(Objects.requireNonNull(uri, "uri"));
    // Nobody can have subscribed to what is no URI.
    if (updated != null) {
      changes.resourceUpdated(tenant, updated);
    }
  }
}
