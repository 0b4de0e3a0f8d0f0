package dev.gatehouse.cli.author;

import dev.gatehouse.plugin.load.ClassesJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder from which the host loads the plugin under development: its classes as a jar, and its libraries. */
final class DevFolder {

  private final Path folder;
  private final Path classes;

  /** The folder of a plugin in that of a tenant. */
  DevFolder(Path tenant, String plugin) {
    folder = tenant.resolve(plugin);
    classes = folder.resolve(plugin + "-classes.jar");
  }

  /**
   * Brings it up to date. What has not changed is left alone, so that the host loads nothing anew for it.
   *
   * @throws IOException when the project changes meanwhile, or there is no room
   */
  void publish(ProjectClasses project) throws IOException {
    Files.createDirectories(folder);
    Map<String, Path> libraries = libraries(project.jars());
    remove(libraries);
    for (Map.Entry<String, Path> library : libraries.entrySet()) {
      replace(library.getValue(), folder.resolve(library.getKey()));
    }
    Path packed = Files.createTempFile(folder.getParent(), ".classes", null);
    try {
      ClassesJar.write(packed, project.roots());
      replace(packed, classes);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(packed);
    }
  }

  /** By name; of two jars with one name the first counts. */
  private static Map<String, Path> libraries(List<Path> jars) {
    Map<String, Path> named = new LinkedHashMap<>();
    for (Path jar : jars) {
      named.putIfAbsent(jar.getFileName().toString(), jar);
    }
    return named;
  }

  private void remove(Map<String, Path> libraries) throws IOException {
    try (Stream<Path> there = Files.list(folder)) {
      for (Path file : there.filter(file -> !file.equals(classes) && !libraries.containsKey(file.getFileName().toString())).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void replace(Path from, Path to) throws IOException {
    if (!Files.exists(to) || Files.mismatch(from, to) >= 0) {
      Path beside = to.resolveSibling("." + to.getFileName());
      Files.copy(from, beside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
