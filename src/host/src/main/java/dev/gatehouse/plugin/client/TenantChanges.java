package dev.gatehouse.plugin.client;

import dev.gatehouse.spi.ListChanges;
import dev.gatehouse.tool.Changes;
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
    changes.resourceUpdated(tenant, Objects.requireNonNull(uri, "uri"));
  }
}
