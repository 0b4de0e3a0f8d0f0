package dev.gatehouse.tenant;

import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.record.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds settings that match no tenant or plugin in the folder. The plugin may not be installed yet, or a name may be misspelt. */
final class UnusedSettings {

  private final Path dir;
  private final PluginFolder folder;

  UnusedSettings(Path dir, PluginFolder folder) {
    this.dir = dir;
    this.folder = folder;
  }

  /** Each as a sentence that begins with its field. Nothing is said of a folder that cannot be read. */
  List<String> of(Map<String, TenantConfig> settings) {
    List<String> unused = new ArrayList<>();
    new TreeMap<>(settings).forEach((tenant, config) -> {
      Set<String> plugins = folder.names(tenant);
      if (!folder.readable(tenant)) {
        return;
      }
      if (plugins.isEmpty() && !folder.has(tenant)) {
        unused.add("tenants." + tenant + ": the tenant has no folder " + dir.resolve(tenant) + ", and so no tools"
            + meant(tenant, folder.tenants()));
        return;
      }
      unknown(config.plugins().keySet(), plugins).forEach(name -> unused.add(sentence(tenant, "plugins", name, plugins)));
      unknown(config.calls().plugins().keySet(), plugins).forEach(name -> unused.add(sentence(tenant, "calls.plugins", name, plugins)));
    });
    return unused;
  }

  private static Set<String> unknown(Set<String> named, Set<String> plugins) {
    Set<String> unknown = new TreeSet<>(named);
    unknown.removeAll(plugins);
    return unknown;
  }

  private static String sentence(String tenant, String field, String name, Set<String> plugins) {
    return "tenants." + tenant + "." + field + "." + name + ": the tenant has no plugin of this name now" + meant(name, plugins);
  }

  private static String meant(String name, Collection<String> known) {
    return Nearest.question(name, known);
  }
}
