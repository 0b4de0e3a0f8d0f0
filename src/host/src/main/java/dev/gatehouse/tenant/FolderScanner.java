package dev.gatehouse.tenant;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Takes snapshots of the plugin folder one after the other, and lists only the tenants' folders that may have changed. */
final class FolderScanner {

  private final Path dir;
  private final long granularity;
  private final Map<String, FolderScan> scans = new HashMap<>();
  private PluginFolder last = PluginFolder.NONE;

  FolderScanner(Path dir) {
    this(dir, FolderScan.GRANULARITY);
  }

  FolderScanner(Path dir, long granularity) {
    this.dir = dir;
    this.granularity = granularity;
  }

  /** Takes a snapshot; returns the last one again when nothing has changed. */
  PluginFolder scan() {
    Set<String> gone = new HashSet<>(scans.keySet());
    PluginFolder now = PluginFolder.scan(dir, (tenant, folder) -> {
      gone.remove(tenant);
      return scans.compute(tenant, (name, known) -> known != null && known.isCurrent() ? known : FolderScan.of(name, folder, granularity))
          .content();
    });
    scans.keySet().removeAll(gone);
    last = last != PluginFolder.NONE && now.isSame(last) ? last : now;
    return last;
  }

  /** Whether a jar is a symbolic link, so that it may change although none of the folders does. */
  boolean isLinked() {
    return scans.values().stream().anyMatch(FolderScan::isLinked);
  }

  /** The folders that the last snapshot has read, by path. */
  Map<Path, FileStamp> folders() {
    Map<Path, FileStamp> folders = new HashMap<>();
    folders.put(dir, FileStamp.of(dir));
    scans.values().forEach(scan -> scan.folders().forEach(stamp -> folders.put(stamp.path(), stamp)));
    return folders;
  }
}
