package dev.gatehouse.tenant;

import dev.gatehouse.plugin.load.FileName;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.plugin.load.PluginSource;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scan of one tenant's folder. It need not be made again while the folder, the folders in it and the jars have the same attributes: one
 * system call for each of them instead of a listing.
 */
final class FolderScan {

  /** The coarsest granularity of a file system's times, in milliseconds (FAT has 2 s): a later change of a folder shows in its time. */
  static final long GRANULARITY = 3_000;
  /** A folder that some file systems have on every volume. */
  private static final String LOST = "lost+found";

  private final String tenant;
  private final Map<String, DesiredPlugin> plugins = new TreeMap<>();
  private final List<PluginFault> faults = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();
  /** Read before the content that they stand for. */
  private final List<FileStamp> stamps = new ArrayList<>();
  private final FolderContent content;
  private final boolean settled;
  private boolean linked;

  private FolderScan(String tenant, Path folder, long granularity) {
    this.tenant = tenant;
    long began = System.currentTimeMillis();
    stamps.add(FileStamp.of(folder));
    collect(folder);
    content = new FolderContent(plugins, faults, notes, unreadable);
    settled = unreadable.isEmpty()
        && stamps.stream().filter(FileStamp::isFolder).allMatch(stamp -> stamp.isOlderThan(began - granularity));
  }

  /**
   * Scans the folder of a tenant, or {@link PluginFolder#ALL}.
   *
   * @param granularity of the times of folders, in milliseconds
   */
  static FolderScan of(String tenant, Path folder, long granularity) {
    return new FolderScan(tenant, folder, granularity);
  }

  FolderContent content() {
    return content;
  }

  /** Whether another scan would find the same. False when in doubt. */
  boolean isCurrent() {
    return settled && stamps.stream().allMatch(FileStamp::isCurrent);
  }

  /** The folders that it has read. */
  Stream<FileStamp> folders() {
    return stamps.stream().filter(FileStamp::isFolder);
  }

  /** Whether a jar is a symbolic link: what it leads to may be written in a folder that was not read. */
  boolean isLinked() {
    return linked;
  }

  /** Lists a folder by name, without hidden files. */
  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> !path.getFileName().toString().startsWith(".") && !path.endsWith(LOST)).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void collect(Path folder) {
    Map<String, List<Offer>> offers = new TreeMap<>();
    for (Path path : entries(folder)) {
      FileState state = FileState.of(path);
      String file = path.getFileName().toString();
      FileName name = state == FileState.FOLDER ? null : FileName.of(file);
      if (state instanceof FileState.Hidden hidden) {
        unreadable.add(PluginSource.name(path));
        faults.add(new PluginFault(tenant, file, path + " " + hidden.clause()));
      } else if (state == FileState.FOLDER || name != null && isNoCompanion(path, name)) {
        offer(path, name, offers);
      }
    }
    offers.values().forEach(same -> plugins.put(same.get(0).found().source().name(), choose(same)));
  }

  private List<Path> entries(Path folder) {
    try {
      return list(folder);
    } catch (IOException e) {
      unreadable.add(FolderContent.ITSELF);
      faults.add(new PluginFault(tenant, "", FolderContent.cannotBeRead(folder)));
      return List.of();
    }
  }

  private void offer(Path path, @Nullable FileName name, Map<String, List<Offer>> offers) {
    if (name == null) {
      stamps.add(FileStamp.of(path));
    }
    try {
      DesiredPlugin found = DesiredPlugin.of(PluginSource.of(path));
      stamps.addAll(found.print().files());
      linked |= found.source().files().stream().anyMatch(Files::isSymbolicLink);
      offers.computeIfAbsent(found.source().name(), plugin -> new ArrayList<>()).add(new Offer(found, name));
    } catch (PluginException e) {
      if (e.passing()) {
        unreadable.add(PluginSource.name(path));
      }
      faults.add(new PluginFault(tenant, path.getFileName().toString(), String.valueOf(e.getMessage())));
    }
  }

  /** Build by-products beside a jar are not faults, since whole output folders are copied. */
  private boolean isNoCompanion(Path jar, FileName name) {
    Optional<String> companion = name.companion();
    companion.ifPresent(classifier -> notes.add(jar + " is passed over, since a jar with the classifier '" + classifier
        + "' is no plugin"));
    return companion.isEmpty();
  }

  /** Chooses the highest version; of equal ones the first by name, and the others are faults. */
  private DesiredPlugin choose(List<Offer> same) {
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
            ? " has the same name as " + best.location() + ", which takes precedence; rename or remove one of them"
            : " is the same version of the same plugin as " + best.location() + ", which takes precedence; remove one of them")));
      }
    }
    return best.found();
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
