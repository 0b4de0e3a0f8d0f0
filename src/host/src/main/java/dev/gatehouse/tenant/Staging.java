package dev.gatehouse.tenant;

import dev.gatehouse.record.PluginSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Private copies of the running jars, in a folder below {@code java.io.tmpdir} that only this process's user can open. */
final class Staging implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

  private final Path temporary;
  /** The least number of copies from which those that are gone are forgotten. */
  private static final int FEW = 64;

  private final Map<DesiredPlugin, Path> copies = new HashMap<>();
  private int mostCopies = FEW;
  private @Nullable StagingRoot root;

  Staging(Path temporary) {
    this.temporary = temporary;
  }

  /** An empty folder for one version of one plugin. */
  synchronized Path folder(String plugin) throws IOException {
    try {
      if (root != null && !Files.isDirectory(root.path())) {
        LOG.warn("the folder {} of plugins' copies has been removed by somebody; what runs may miss resources until it is replaced",
            root.path());
        close();
      }
      if (root == null) {
        root = StagingRoot.create(temporary);
      }
      return Files.createTempDirectory(root.path(), plugin + "-");
    } catch (IOException e) {
      throw new IOException("no folder for a copy of plugin " + plugin + " can be made in " + temporary
          + " (" + e.getMessage() + "); make room there, or point -Djava.io.tmpdir elsewhere", e);
    }
  }

  /**
   * Remembers where a plugin's jars have been copied to, for {@link #copy}.
   *
   * @param found the plugin
   */
  synchronized void copied(DesiredPlugin found, Path folder) {
    copies.put(jars(found), folder);
    if (copies.size() > mostCopies) {
      copies.values().removeIf(one -> !Files.isDirectory(one));
      mostCopies = Math.max(FEW, 2 * copies.size());
    }
  }

  /** A folder that has a copy of the very same jars, or null. Of everybody's plugins one on the disk is enough. */
  synchronized @Nullable Path copy(DesiredPlugin found) {
    return copies.get(jars(found));
  }

  /** Tenants may have the same jars with other settings. */
  private static DesiredPlugin jars(DesiredPlugin found) {
    return found.with(PluginSettings.NONE);
  }

  /**
   * Lets the copies look new. A system that removes from the folder for temporary files what has not been touched for days would take
   * resources from plugins that run.
   */
  synchronized void touch() {
    FileTime now = FileTime.from(Instant.now());
    for (Path path : root == null ? List.<Path>of() : below(root.path())) {
      try {
        Files.setLastModifiedTime(path, now);
      } catch (IOException e) {
        LOG.debug("{} was not touched", path, e);
      }
    }
  }

  /** Removes a folder; what cannot be removed is logged. */
  static void remove(Path folder) {
    for (Path path : below(folder)) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        LOG.warn("the copy {} of a plugin that is gone could not be removed", path, e);
      }
    }
  }

  private static List<Path> below(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  @Override
  public synchronized void close() {
    if (root == null) {
      return;
    }
    try {
      root.close();
    } catch (IOException e) {
      LOG.warn("the folder {} of plugins' copies was not closed", root.path(), e);
    }
    root = null;
  }
}
