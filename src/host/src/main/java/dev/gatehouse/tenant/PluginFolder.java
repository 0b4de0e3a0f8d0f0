package dev.gatehouse.tenant;

import dev.gatehouse.plugin.load.FileName;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.record.Identifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the plugin folder, read once. Plugins are at {@code <tenant>/<plugin>.jar}, with an optional version and classifier in the
 * name, or at {@code <tenant>/<plugin>/} as a folder of files. The tenant {@code _all} stands for every tenant.
 */
final class PluginFolder {

  static final String ALL = "_all";
  /** The snapshot before the first poll. */
  static final PluginFolder NONE = new PluginFolder();
  /** A folder that some file systems have on every volume. */
  private static final String LOST = "lost+found";
  private final Map<String, Map<String, DesiredPlugin>> tenants = new TreeMap<>();
  private final Map<String, DesiredPlugin> everyone = new TreeMap<>();
  private final List<PluginFault> faults = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();

  private PluginFolder() {
  }

  /** Takes a snapshot. */
  static PluginFolder scan(Path dir) {
    PluginFolder folder = new PluginFolder();
    if (Files.isDirectory(dir)) {
      folder.list(ALL, dir).forEach(folder::tenant);
    } else {
      folder.unreadable(ALL, "the plugin folder " + dir + " does not exist; create it or set plugins.dir");
    }
    return folder;
  }

  /** Whether a tenant's folder could be read. If not, missing plugins may still exist. */
  boolean readable(String tenant) {
    return !unreadable.contains(ALL) && !unreadable.contains(tenant);
  }

  /** Whether the state of a tenant's plugin is known, present or not. */
  boolean readable(String tenant, String plugin) {
    return readable(tenant) && !unreadable.contains(tenant + '/' + plugin) && !unreadable.contains(ALL + '/' + plugin);
  }

  /** The tenants that have a folder, in the order of names. */
  List<String> tenants() {
    return List.copyOf(tenants.keySet());
  }

  /** All plugins as {@code tenant/plugin}, shared ones under {@link #ALL}. */
  Set<String> plugins() {
    Set<String> all = new HashSet<>();
    everyone.keySet().forEach(plugin -> all.add(ALL + '/' + plugin));
    tenants.forEach((tenant, plugins) -> plugins.keySet().forEach(plugin -> all.add(tenant + '/' + plugin)));
    return all;
  }

  /** The same, with unreadable and invalid ones. */
  Set<String> traces() {
    Set<String> all = plugins();
    all.addAll(unreadable);
    faults.forEach(fault -> all.add(fault.tenant() + '/' + fault.plugin()));
    return all;
  }

  /** A tenant's plugins by name: the shared ones and its own, which override shared ones of the same name. */
  Map<String, DesiredPlugin> plugins(String tenant) {
    Map<String, DesiredPlugin> plugins = new TreeMap<>(everyone);
    plugins.putAll(tenants.getOrDefault(tenant, Map.of()));
    return plugins;
  }

  /** The names of a tenant's plugins, including those that cannot be loaded. */
  Set<String> names(String tenant) {
    Set<String> names = new TreeSet<>(plugins(tenant).keySet());
    faults.stream().filter(fault -> fault.tenant().equals(tenant) || fault.tenant().equals(ALL))
        .forEach(fault -> names.add(PluginSource.name(Path.of(fault.plugin()))));
    names.remove("");
    return names;
  }

  /** Entries that are not plugins. */
  List<PluginFault> faults() {
    return faults;
  }

  /** Ignored entries that are not faults; each names the file and the reason. */
  List<String> notes() {
    return notes;
  }

  private void tenant(Path folder) {
    String name = folder.getFileName().toString();
    FileState state = FileState.of(folder);
    if (state instanceof FileState.Hidden hidden) {
      unreadable(name, folder + " " + hidden.clause());
    } else if (state != FileState.FOLDER) {
      if (FileName.of(name) != null) {
        faults.add(new PluginFault(name, "", folder + " is nobody's; move it into the folder of a tenant, or into " + ALL
            + " for every tenant"));
      }
    } else if (name.equals(ALL)) {
      collect(ALL, folder, everyone);
    } else if (Identifier.NAME.matches(name)) {
      collect(name, folder, tenants.computeIfAbsent(name, n -> new TreeMap<>()));
    } else {
      faults.add(new PluginFault(name, "", folder + " is not named as a tenant must be; rename it to 1 to 63 of a-z 0-9 _ -, beginning"
          + " with a letter or digit"));
    }
  }

  private void collect(String tenant, Path folder, Map<String, DesiredPlugin> into) {
    Map<String, List<Offer>> offers = new TreeMap<>();
    for (Path path : list(tenant, folder)) {
      FileState state = FileState.of(path);
      String file = path.getFileName().toString();
      FileName name = state == FileState.FOLDER ? null : FileName.of(file);
      if (state instanceof FileState.Hidden hidden) {
        unreadable.add(tenant + '/' + PluginSource.name(path));
        faults.add(new PluginFault(tenant, file, path + " " + hidden.clause()));
      } else if (state == FileState.FOLDER || name != null && isNoCompanion(path, name)) {
        try {
          DesiredPlugin found = DesiredPlugin.of(PluginSource.of(path));
          offers.computeIfAbsent(found.source().name(), plugin -> new ArrayList<>()).add(new Offer(found, name));
        } catch (PluginException e) {
          if (e.passing()) {
            unreadable.add(tenant + '/' + PluginSource.name(path));
          }
          faults.add(new PluginFault(tenant, file, String.valueOf(e.getMessage())));
        }
      }
    }
    offers.values().forEach(same -> into.put(same.get(0).found().source().name(), choose(tenant, same)));
  }

  /** Build by-products beside a jar are not faults, since whole output folders are copied. */
  private boolean isNoCompanion(Path jar, FileName name) {
    Optional<String> companion = name.companion();
    companion.ifPresent(classifier -> notes.add(jar + " is passed over, since a jar with the classifier '" + classifier
        + "' is no plugin"));
    return companion.isEmpty();
  }

  /** Chooses the highest version; of equal ones the first by name, and the others are faults. */
  private DesiredPlugin choose(String tenant, List<Offer> same) {
    Offer best = same.stream().reduce((one, other) -> other.compareTo(one) > 0 ? other : one).orElseThrow();
    for (Offer other : same) {
      if (other == best) {
        continue;
      }
      if (other.name() != null && best.name() != null && other.compareTo(best) < 0) {
        notes.add(other.location() + " is not served, since " + best.location().getFileName() + " is the higher version ("
            + best.name().versionText() + ", not " + other.name().versionText() + ")");
      } else {
        faults.add(new PluginFault(tenant, other.found().source().name(), other.location() + (best.name() == null
            ? " has the name of " + best.location() + ", which goes before it; rename or remove one of them"
            : " is the same version of the same plugin as " + best.location() + ", which goes before it; remove one of them")));
      }
    }
    return best.found();
  }

  /** Lists a folder by name, without hidden files. */
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

  /**
   * A plugin that could be served under a name.
   *
   * @param name of the file; null for a folder, which goes before any file
   */
  private record Offer(DesiredPlugin found, @Nullable FileName name) implements Comparable<Offer> {

    Path location() {
      return found.source().location();
    }

    @Override
    public int compareTo(Offer other) {
      return name == null || other.name == null ? Boolean.compare(name == null, other.name == null) : name.compareTo(other.name);
    }
  }
}
