package dev.gatehouse.plugin.client;

import dev.gatehouse.feature.Changes;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.spi.ListChanges;
import java.util.Objects;

/** The news of one tenant. */
record TenantChanges(Changes changes, String tenant) implements ListChanges {

  @Override
  public void toolsChanged() {
    changes.toolsChanged(tenant);
  }

  @Override
  public void promptsChanged() {
    changes.promptsChanged(tenant);
  }

  @Override
  public void resourcesChanged() {
    changes.resourcesChanged(tenant);
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
