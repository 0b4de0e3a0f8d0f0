package dev.gatehouse.tenant;

import dev.gatehouse.plugin.PluginException;
import dev.gatehouse.plugin.PluginSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What lies in the plugin folder: {@code <tenant>/<plugin>.jar}, or {@code <tenant>/<plugin>/} with its jars; {@code _all} instead
 * of a tenant is every tenant's.
 *
 * @param tenants the plugins of each tenant that has a folder, in the order of names
 * @param everyone the plugins of {@code _all}
 * @param faults what lies there but is no plugin, one sentence each
 */
record PluginFolder(Map<String, List<PluginSource>> tenants, List<PluginSource> everyone, List<PluginFault> faults) {

  private static final String ALL = "_all";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  /** Looks once. A folder that does not exist holds nothing, and that is told as a fault. */
  static PluginFolder scan(Path dir) {
    Map<String, List<PluginSource>> tenants = new TreeMap<>();
    List<PluginSource> everyone = new ArrayList<>();
    List<PluginFault> faults = new ArrayList<>();
    if (!Files.isDirectory(dir)) {
      faults.add(new PluginFault(ALL, "", "the plugin folder " + dir + " does not exist; create it or set plugins.dir"));
    }
    for (Path folder : list(dir, faults)) {
      String name = folder.getFileName().toString();
      if (!Files.isDirectory(folder)) {
        continue;
      }
      if (name.equals(ALL)) {
        everyone.addAll(sources(ALL, folder, faults));
      } else if (NAME.matcher(name).matches()) {
        tenants.put(name, sources(name, folder, faults));
      } else {
        faults.add(new PluginFault(name, "", folder + " is no tenant: a tenant's name is lower-case letters, digits, _ and -"));
      }
    }
    return new PluginFolder(tenants, everyone, faults);
  }

  private static List<PluginSource> sources(String tenant, Path folder, List<PluginFault> faults) {
    List<PluginSource> sources = new ArrayList<>();
    for (Path path : list(folder, faults)) {
      if (Files.isDirectory(path) || path.toString().endsWith(".jar")) {
        try {
          sources.add(PluginSource.of(path));
        } catch (PluginException e) {
          faults.add(new PluginFault(tenant, path.getFileName().toString(), e.getMessage()));
        }
      }
    }
    return sources;
  }

  /** What lies in a folder, in the order of names, without hidden files. */
  private static List<Path> list(Path folder, List<PluginFault> faults) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      faults.add(new PluginFault(ALL, "", "the folder " + folder + " cannot be read; check its permissions"));
      return List.of();
    }
  }
}
