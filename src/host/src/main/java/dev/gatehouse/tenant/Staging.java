package dev.gatehouse.tenant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Private copies of the jars that run: a folder below {@code java.io.tmpdir} that only this process's user can open. */
final class Staging implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

  private StagingRoot root;

  /** An empty folder for one version of one plugin. */
  synchronized Path folder(String plugin) throws IOException {
    try {
      if (root == null) {
        root = StagingRoot.create(Path.of(System.getProperty("java.io.tmpdir")));
      }
      return Files.createTempDirectory(root.path(), plugin + "-");
    } catch (IOException e) {
      throw new IOException("no folder for a copy of plugin " + plugin + " can be made in " + System.getProperty("java.io.tmpdir")
          + " (" + e.getMessage() + "); make room there, or point -Djava.io.tmpdir elsewhere", e);
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
