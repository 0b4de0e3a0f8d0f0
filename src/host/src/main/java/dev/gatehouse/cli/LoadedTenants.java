package dev.gatehouse.cli;

import dev.gatehouse.config.HostConfig;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.tenant.PluginFault;
import dev.gatehouse.tenant.TempFolder;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Loads plugins and stops them again, for the commands that are no host. */
final class LoadedTenants {

  private LoadedTenants() {
  }

  /**
   * Loads the plugins of some tenants.
   *
   * @param wanted of which
   * @param seen is given each tenant with what it serves
   * @return what is wrong with the plugins
   */
  static List<PluginFault> see(HostConfig config, Predicate<String> wanted, Consumer<Tenant> seen) {
    return see(config, wanted, seen, unused -> {});
  }

  /** The same, which also tells what the configuration says of tenants and plugins that are not there. */
  static List<PluginFault> see(HostConfig config, Predicate<String> wanted, Consumer<Tenant> seen, Consumer<String> unused) {
    Vertx vertx = Vertx.vertx(TempFolder.unusedBy(new VertxOptions()));
    try {
      Tenants tenants = new Tenants(vertx, config.plugins(), config.calls(), config.tenants(), Changes.NONE);
      List<PluginFault> faults = tenants.check(wanted, seen);
      tenants.unusedSettings().forEach(unused);
      return faults;
    } finally {
      Await.quietly(vertx.close());
    }
  }
}
