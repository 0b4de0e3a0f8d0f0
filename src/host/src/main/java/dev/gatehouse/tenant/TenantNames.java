package dev.gatehouse.tenant;

import dev.gatehouse.config.PluginsConfig;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Which tenants there are, told without loading anything. */
public final class TenantNames {

  private TenantNames() {
  }

  /**
   * The tenants that have a folder at this moment, and those that the configuration names.
   *
   * @param named by the configuration
   */
  public static Set<String> of(PluginsConfig plugins, Collection<String> named) {
    Set<String> names = new TreeSet<>(named);
    names.addAll(PluginFolder.scan(plugins.dir()).tenants());
    return names;
  }
}
