package dev.gatehouse.tenant;

import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder for temporary files. Plugins run from copies of their jars there. */
public final class TempFolder {

  private TempFolder() {
  }

  /** Vert.x without its own temporary folder, which nothing here needs and which would end the start in Vert.x's words. */
  public static VertxOptions unusedBy(VertxOptions vertx) {
    return vertx.setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
  }

  /** Writes to the folder and removes it again. What is wrong is one sentence that names the setting. */
  public static Optional<String> fault() {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      Path probe = Files.createTempFile(folder, "gatehouse-", ".probe");
      try {
        Files.write(probe, new byte[] {1});
      } finally {
        Files.delete(probe);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the folder for temporary files, " + folder + ", cannot be written (" + e.getClass().getSimpleName()
          + "), and plugins run from copies of their jars there; let the host's user write to it and give it room, or name another by"
          + " -Djava.io.tmpdir=DIR");
    }
  }
}
