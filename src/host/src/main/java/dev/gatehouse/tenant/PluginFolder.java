package dev.gatehouse.tenant;

import dev.gatehouse.plugin.PluginException;
import dev.gatehouse.plugin.PluginSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What lies in the plugin folder at one moment: {@code <tenant>/<plugin>.jar}, or {@code <tenant>/<plugin>/} with its jars;
 * {@code _all} instead of a tenant is every tenant's. One of these reads a folder once.
 */
final class PluginFolder {

  static final String ALL = "_all";
  /** Every volume of some file systems has one. */
  private static final String LOST = "lost+found";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  private final Map<String, Map<String, Found>> tenants = new TreeMap<>();
  private final Map<String, Found> everyone = new TreeMap<>();
  private final List<PluginFault> faults = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();

  private PluginFolder() {
  }

  /** Looks once. */
  static PluginFolder scan(Path dir) {
    PluginFolder folder = new PluginFolder();
    if (Files.isDirectory(dir)) {
      folder.list(ALL, dir).forEach(folder::tenant);
    } else {
      folder.unreadable(ALL, "the plugin folder " + dir + " does not exist; create it or set plugins.dir");
    }
    return folder;
  }

  /** Whether a tenant's folder could be read. When not, what is missing may still be there. */
  boolean readable(String tenant) {
    return !unreadable.contains(ALL) && !unreadable.contains(tenant);
  }

  /** Whether it is known what a tenant has of a plugin, if anything. */
  boolean readable(String tenant, String plugin) {
    return readable(tenant) && !unreadable.contains(tenant + '/' + plugin) && !unreadable.contains(ALL + '/' + plugin);
  }

  /** The tenants that have a folder, in the order of names. */
  List<String> tenants() {
    return List.copyOf(tenants.keySet());
  }

  /** All plugins as {@code tenant/plugin}, everybody's under {@link #ALL}. */
  Set<String> plugins() {
    Set<String> all = new HashSet<>();
    everyone.keySet().forEach(plugin -> all.add(ALL + '/' + plugin));
    tenants.forEach((tenant, plugins) -> plugins.keySet().forEach(plugin -> all.add(tenant + '/' + plugin)));
    return all;
  }

  /** A tenant's plugins by name: everybody's, and its own, which take the place of everybody's of the same name. */
  Map<String, Found> plugins(String tenant) {
    Map<String, Found> plugins = new TreeMap<>(everyone);
    plugins.putAll(tenants.getOrDefault(tenant, Map.of()));
    return plugins;
  }

  /** The names of a tenant's plugins, those included that cannot be loaded as they are. */
  Set<String> names(String tenant) {
    Set<String> names = new TreeSet<>(plugins(tenant).keySet());
    faults.stream().filter(fault -> fault.tenant().equals(tenant) || fault.tenant().equals(ALL))
        .forEach(fault -> names.add(PluginSource.name(Path.of(fault.plugin()))));
    names.remove("");
    return names;
  }

  /** What lies there but is no plugin. */
  List<PluginFault> faults() {
    return faults;
  }

  private void tenant(Path folder) {
    String name = folder.getFileName().toString();
    Sight sight = Sight.of(folder);
    if (sight instanceof Sight.Hidden hidden) {
      unreadable(name, folder + " " + hidden.clause());
    } else if (sight != Sight.FOLDER) {
      if (isJar(folder)) {
        faults.add(new PluginFault(name, "", folder + " is nobody's; move it into the folder of a tenant, or into " + ALL
            + " for every tenant"));
      }
    } else if (name.equals(ALL)) {
      collect(ALL, folder, everyone);
    } else if (NAME.matcher(name).matches()) {
      collect(name, folder, tenants.computeIfAbsent(name, n -> new TreeMap<>()));
    } else {
      faults.add(new PluginFault(name, "", folder + " is not named as a tenant must be; rename it to 1 to 63 of a-z 0-9 _ -, beginning"
          + " with a letter or digit"));
    }
  }

  /** One that is written otherwise is a jar in its owner's eyes, and to be told of. */
  private static boolean isJar(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  private void collect(String tenant, Path folder, Map<String, Found> into) {
    for (Path path : list(tenant, folder)) {
      Sight sight = Sight.of(path);
      String file = path.getFileName().toString();
      if (sight instanceof Sight.Hidden hidden) {
        unreadable.add(tenant + '/' + PluginSource.name(path));
        faults.add(new PluginFault(tenant, file, path + " " + hidden.clause()));
      } else if (sight == Sight.FOLDER || isJar(path)) {
        try {
          add(tenant, Found.of(PluginSource.of(path)), into);
        } catch (PluginException e) {
          if (e.passing()) {
            unreadable.add(tenant + '/' + PluginSource.name(path));
          }
          faults.add(new PluginFault(tenant, file, e.getMessage()));
        }
      }
    }
  }

  private void add(String tenant, Found found, Map<String, Found> into) {
    Found first = into.putIfAbsent(found.source().name(), found);
    if (first != null) {
      faults.add(new PluginFault(tenant, found.source().name(), found.source().location() + " has the name of "
          + first.source().location() + ", which is served; rename or remove one of them"));
    }
  }

  /** What lies in a folder, in the order of names, without hidden files. */
  private List<Path> list(String tenant, Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> !path.getFileName().toString().startsWith(".") && !path.endsWith(LOST)).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      unreadable(tenant, "the folder " + folder + " cannot be read; check its permissions");
      return List.of();
    }
  }

  private void unreadable(String tenant, String message) {
    unreadable.add(tenant);
    faults.add(new PluginFault(tenant, "", message));
  }
}
