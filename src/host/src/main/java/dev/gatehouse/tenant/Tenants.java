package dev.gatehouse.tenant;

import dev.gatehouse.config.TenantConfig;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All tenants of this process, and what they serve: from a folder of jars ({@link FolderTenants}), or on workers ({@link RemoteTenants}).
 * Thread-safe.
 */
public sealed interface Tenants permits FolderTenants, RemoteTenants {

  /**
   * One tenant.
   *
   * @return the tenant, or null when there is none of that name
   */
  @Nullable
  Tenant find(String name);

  /** All of them, in the order of names. */
  Collection<Tenant> all();

  /** The plugins that are not served, or not in their newest version. */
  List<PluginFault> faults();

  /** The plugins that are being loaded or wait for their turn, as {@code tenant/plugin}, in the order of names. */
  List<String> loading();

  /** What the configuration says of tenants and plugins that have no folder and no jar, each a sentence that begins with its field. */
  List<String> unusedSettings();

  /**
   * Loads every plugin and serves its features, and follows changes from then on. A plugin that cannot be loaded is a fault; the others
   * are served. Called once.
   */
  Future<Void> load();

  /**
   * Has tenants go by other settings from now on: bounds and anonymous callers at once, plugins when they are loaded anew with their
   * settings. A plugin that refuses them is a fault, and what runs stays, with the settings that it has. By any thread.
   *
   * @param settings by tenant; those of the plugins' folder that are not in it have none
   * @param then run when new requests go by them
   */
  void configure(Map<String, TenantConfig> settings, Runnable then);

  /** Stops the plugins and their threads. What does not stop in time is left behind. */
  Future<Void> close();
}
