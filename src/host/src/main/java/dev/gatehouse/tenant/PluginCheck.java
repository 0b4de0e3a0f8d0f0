package dev.gatehouse.tenant;

import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.config.PluginsConfig;
import dev.gatehouse.config.TenantConfig;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.event.Level;

/**
 * A dry run: loads plugins and stops them again, without serving them to anybody.
 *
 * @param faults what is wrong with the plugins
 * @param unusedSettings what the configuration says of tenants and plugins that are not there, each a sentence that begins with its field
 */
public record PluginCheck(List<PluginFault> faults, List<String> unusedSettings) {

  private static final long BUSY_NANOS = 20_000_000;

  /**
   * Loads the plugins of some tenants. Blocks; never call it on an event loop.
   *
   * @param settings by tenant
   * @param selected of which tenants
   * @param seen is given each of these tenants while its plugins are loaded
   * @param faults the level at which faults are logged: DEBUG where the caller prints them itself
   */
  public static PluginCheck run(Vertx vertx, PluginsConfig plugins, CallsConfig calls, Map<String, TenantConfig> settings,
      Predicate<String> selected, Consumer<Tenant> seen, Level faults) {
    Map<String, Tenant> tenants = new TreeMap<>();
    Thread caller = Thread.currentThread();
    LoadContext context = LoadContext.ofCheck(vertx, plugins, calls, calls.longest(settings.values()), faults,
        () -> LockSupport.unpark(caller));
    FolderWatch watch = new FolderWatch(plugins.dir(), context, tenants, selected);
    watch.configure(settings);
    watch.look();
    while (watch.go()) {
      LockSupport.parkNanos(BUSY_NANOS);
    }
    PluginCheck found = new PluginCheck(watch.faults(), watch.unusedSettings());
    tenants.values().forEach(seen);
    watch.close();
    return found;
  }
}
