package dev.gatehouse.cluster.node;

/**
 * Identifies a plugin of a tenant.
 *
 * @param tenant the tenant
 * @param plugin the plugin
 */
record PluginId(String tenant, String plugin) {

  @Override
  public String toString() {
    return tenant + "/" + plugin;
  }
}
