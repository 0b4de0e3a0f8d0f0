package dev.gatehouse.tenant;

import dev.gatehouse.plugin.load.FileName;
import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.record.Identifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * A snapshot of the plugin folder, read once. Plugins are at {@code <tenant>/<plugin>.jar}, with an optional version and classifier in the
 * name, or at {@code <tenant>/<plugin>/} as a folder of files. The tenant {@code _all} stands for every tenant.
 */
final class PluginFolder {

  static final String ALL = "_all";
  /** The snapshot before the first poll. */
  static final PluginFolder NONE = new PluginFolder();
  /** By tenant, and for {@link #ALL}. */
  private final Map<String, FolderContent> folders = new TreeMap<>();
  private final List<PluginFault> faults = new ArrayList<>();
  /** The names of folders that cannot be read; {@link #ALL} when the plugin folder itself cannot. */
  private final Set<String> unreadable = new HashSet<>();

  private PluginFolder() {
  }

  /** Takes a snapshot. */
  static PluginFolder scan(Path dir) {
    return scan(dir, (tenant, folder) -> FolderScan.of(tenant, folder, FolderScan.GRANULARITY).content());
  }

  /**
   * Takes a snapshot.
   *
   * @param reader reads the folder of a tenant, or that of {@link #ALL}
   */
  static PluginFolder scan(Path dir, BiFunction<String, Path, FolderContent> reader) {
    PluginFolder folder = new PluginFolder();
    if (!Files.isDirectory(dir)) {
      folder.unreadable(ALL, "the plugin folder " + dir + " does not exist; create it or set plugins.dir");
      return folder;
    }
    try {
      FolderScan.list(dir).forEach(path -> folder.tenant(path, reader));
    } catch (IOException e) {
      folder.unreadable(ALL, FolderContent.cannotBeRead(dir));
    }
    return folder;
  }

  private void tenant(Path folder, BiFunction<String, Path, FolderContent> reader) {
    String name = folder.getFileName().toString();
    FileState state = FileState.of(folder);
    if (state instanceof FileState.Hidden hidden) {
      unreadable(name, folder + " " + hidden.clause());
    } else if (state != FileState.FOLDER) {
      if (FileName.of(name) != null) {
        faults.add(new PluginFault(name, "", folder + " belongs to no tenant; move it into the folder of a tenant, or into " + ALL
            + " for every tenant"));
      }
    } else if (name.equals(ALL) || Identifier.NAME.matches(name)) {
      FolderContent content = reader.apply(name, folder);
      folders.put(name, content);
      faults.addAll(content.faults());
    } else {
      faults.add(new PluginFault(name, "", folder + " is not named as a tenant must be; rename it to 1 to 63 of a-z 0-9 _ -, beginning"
          + " with a letter or digit"));
    }
  }

  private void unreadable(String tenant, String message) {
    unreadable.add(tenant);
    faults.add(new PluginFault(tenant, "", message));
  }

  /** Whether another snapshot is the same. */
  boolean isSame(PluginFolder other) {
    return folders.equals(other.folders) && faults.equals(other.faults) && unreadable.equals(other.unreadable);
  }

  /** Whether a tenant has the same in another snapshot. */
  boolean isSame(PluginFolder other, String tenant) {
    return folder(tenant).equals(other.folder(tenant)) && folder(ALL).equals(other.folder(ALL))
        && folders.containsKey(tenant) == other.folders.containsKey(tenant) && readable(tenant) == other.readable(tenant);
  }

  private FolderContent folder(String name) {
    return folders.getOrDefault(name, FolderContent.NONE);
  }

  /** Whether a tenant's folder could be read. If not, missing plugins may still exist. */
  boolean readable(String tenant) {
    return isReadable(ALL) && isReadable(tenant);
  }

  private boolean isReadable(String name) {
    return !unreadable.contains(name) && folder(name).isReadable();
  }

  /** Whether the state of a tenant's plugin is known, present or not. */
  boolean readable(String tenant, String plugin) {
    return readable(tenant) && !folder(tenant).unreadable().contains(plugin) && !folder(ALL).unreadable().contains(plugin);
  }

  /** The tenants that have a folder, in the order of names. */
  Set<String> tenants() {
    Set<String> names = new TreeSet<>(folders.keySet());
    names.remove(ALL);
    return names;
  }

  boolean has(String tenant) {
    return folders.containsKey(tenant);
  }

  /** All plugins as {@code tenant/plugin}, shared ones under {@link #ALL}. */
  Set<String> plugins() {
    Set<String> all = new HashSet<>();
    folders.forEach((tenant, content) -> content.plugins().keySet().forEach(plugin -> all.add(tenant + '/' + plugin)));
    return all;
  }

  /** The same, with unreadable and invalid ones. */
  Set<String> traces() {
    Set<String> all = plugins();
    all.addAll(unreadable);
    folders.forEach((tenant, content) -> content.unreadable().forEach(plugin -> all.add(tenant + '/' + plugin)));
    faults.forEach(fault -> all.add(fault.tenant() + '/' + fault.plugin()));
    return all;
  }

  /** A tenant's plugins by name: the shared ones and its own, which override shared ones of the same name. */
  Map<String, DesiredPlugin> plugins(String tenant) {
    Map<String, DesiredPlugin> plugins = new TreeMap<>(folder(ALL).plugins());
    plugins.putAll(folder(tenant).plugins());
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
    return Collections.unmodifiableList(faults);
  }

  /** Ignored entries that are not faults; each names the file and the reason. */
  List<String> notes() {
    return folders.values().stream().flatMap(content -> content.notes().stream()).toList();
  }
}
