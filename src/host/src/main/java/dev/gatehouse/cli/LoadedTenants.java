package dev.gatehouse.cli;

import dev.gatehouse.config.HostConfig;
import dev.gatehouse.tenant.PluginCheck;
import dev.gatehouse.tenant.Tenant;
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
   * @param faultsToLog whether faults go to the log as well; the caller prints them otherwise
   * @return what is wrong with the plugins, and which settings are for none of them
   */
  static PluginCheck see(HostConfig config, Predicate<String> wanted, Consumer<Tenant> seen, boolean faultsToLog) {
    return BriefVertx
        .with(vertx -> PluginCheck.run(vertx, config.plugins(), config.calls(), config.tenants(), wanted, seen, faultsToLog));
  }
}
