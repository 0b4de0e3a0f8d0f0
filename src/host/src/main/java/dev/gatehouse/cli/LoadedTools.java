package dev.gatehouse.cli;

import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.redis.report.DeclaredTools;
import dev.gatehouse.tenant.PluginCheck;
import dev.gatehouse.tenant.Tenant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.event.Level;

/** Loads the plugins of one tenant for its {@link DeclaredTools}, for commands that start no host. */
final class LoadedTools {

  private LoadedTools() {
  }

  /**
   * Loads the plugins of a tenant and stops them again. Failures become warnings.
   *
   * @param also what else there is to warn of when all is loaded
   */
  static DeclaredTools of(Path config, String tenant, Function<Tenant, List<String>> also) {
    Map<String, Boolean> tools = new TreeMap<>();
    List<String> warnings = new ArrayList<>();
    try {
      HostConfig part = ConfigLoader.part(config, Set.of("plugins", "calls"), tenant::equals);
      PluginCheck plugins =
          BriefVertx.with(vertx -> PluginCheck.run(vertx, part.plugins(), part.calls(), part.tenants(), tenant::equals, seen -> {
            seen.catalogue().all(Kind.TOOL).forEach(tool -> tools.put(tool.key().name(), tool.isReadOnly()));
            warnings.addAll(also.apply(seen));
          }, Level.ERROR));
      return plugins.faults().isEmpty() ? new DeclaredTools(tools, true, warnings)
          : new DeclaredTools(tools, false, List.of("warning: plugins of the"
              + " tenant could not be loaded ('check' names them), so their tools are not known here, and denies were not checked"));
    } catch (ConfigException e) {
      return new DeclaredTools(tools, false, List.of("warning: the tenant's plugins were not loaded, so their tools are not known here, and"
          + " denies were not checked: " + e.faults().get(0)));
    }
  }
}
