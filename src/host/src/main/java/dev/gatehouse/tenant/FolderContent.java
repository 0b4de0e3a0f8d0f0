package dev.gatehouse.tenant;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a tenant's folder holds.
 *
 * @param plugins by name; of several versions the one to serve
 * @param faults entries that are not plugins
 * @param notes ignored entries that are not faults; each names the file and the reason
 * @param unreadable the names of plugins whose files cannot be read; {@link #ITSELF} when the folder cannot
 */
record FolderContent(Map<String, DesiredPlugin> plugins, List<PluginFault> faults, List<String> notes, Set<String> unreadable) {

  /** Stands for the folder among what is unreadable. */
  static final String ITSELF = "";
  /** An empty folder. */
  static final FolderContent NONE = new FolderContent(Map.of(), List.of(), List.of(), Set.of());

  static String cannotBeRead(Path folder) {
    return "the folder " + folder + " cannot be read; check its permissions";
  }

  boolean isReadable() {
    return !unreadable.contains(ITSELF);
  }
}
