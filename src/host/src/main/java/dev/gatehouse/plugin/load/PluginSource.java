package dev.gatehouse.plugin.load;

import dev.gatehouse.record.Identifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The source of a plugin: a jar, which may have a version and a classifier in its name ({@link FileName}), or a folder {@code <plugin>/} of
 * jars.
 *
 * @param name the plugin's name
 * @param jars its jars, sorted, at least one
 * @param location the jar or folder that the operator put there: what a message about the plugin names
 */
public record PluginSource(String name, List<Path> jars, Path location) {

  /** Sorts the jars; refuses a bad name and an empty list. */
  public PluginSource {
    if (!Identifier.NAME.matches(name)) {
      throw new IllegalArgumentException("'" + name + "' is not a plugin's name");
    }
    if (jars.isEmpty()) {
      throw new IllegalArgumentException("plugin '" + name + "' has no jar");
    }
    jars = jars.stream().sorted().toList();
  }

  /**
   * Names the plugin after its jar or folder.
   *
   * @throws PluginException when it is neither, has no jar, or its name cannot be a plugin's
   */
  public static PluginSource of(Path jarOrFolder) throws PluginException {
    String file = jarOrFolder.getFileName().toString();
    boolean folder = Files.isDirectory(jarOrFolder);
    if (folder == FileName.isJar(file)) {
      throw refused(jarOrFolder, folder ? "is a folder with the name of a jar; rename it to what the plugin is called"
          : "does not end in .jar; rename it if it is a plugin, and remove it if not", null);
    }
    String name = name(jarOrFolder);
    if (!Identifier.NAME.matches(name)) {
      throw refused(jarOrFolder, "is not named as a plugin must be; rename it to 1 to 63 of a-z 0-9 _ -, beginning with a letter"
          + " or digit", null);
    }
    List<Path> jars = folder ? jarsIn(jarOrFolder) : List.of(jarOrFolder);
    if (jars.isEmpty()) {
      throw refused(jarOrFolder, "is a folder without a jar; copy the plugin's jars into it", null);
    }
    return new PluginSource(name, jars, jars.size() == 1 ? jars.get(0) : jarOrFolder);
  }

  /** The plugin's name by its file or folder. */
  public static String name(Path jarOrFolder) {
    String file = jarOrFolder.getFileName().toString();
    return FileName.isJar(file) ? FileName.of(file).plugin() : file;
  }

  /**
   * Copies the jars into a folder that nobody else writes to. Classes are read when they are first needed: a jar that is overwritten
   * in place would hand a running plugin the bytes of another version.
   *
   * @param dir an empty folder
   * @param like a folder of copies of the very same jars, which then need no more room, or null
   * @return the same plugin, to be loaded from there
   * @throws PluginException when a jar is broken or cannot be copied
   */
  public PluginSource copyTo(Path dir, @Nullable Path like) throws PluginException {
    List<Path> copies = new ArrayList<>();
    List<PluginException> failures = new ArrayList<>();
    for (Path jar : jars) {
      Path copy = dir.resolve(jar.getFileName());
      copies.add(copy);
      try {
        if (like == null || !linked(copy, like.resolve(jar.getFileName()))) {
          copy(jar, copy);
        }
      } catch (PluginException e) {
        failures.add(e);
      }
    }
    throwIfAny(failures);
    return new PluginSource(name, copies, location);
  }

  /** Throws the faults of all damaged jars together. */
  private static void throwIfAny(List<PluginException> failures) throws PluginException {
    if (failures.size() == 1) {
      throw failures.get(0);
    }
    if (!failures.isEmpty()) {
      throw new PluginException(failures.stream().map(PluginException::getMessage).distinct().collect(Collectors.joining("; ")),
          failures.get(0), failures.stream().allMatch(PluginException::passing));
    }
  }

  /** Where there are no hard links, or the other copy has just been removed, this one is made as if there had been none. */
  private static boolean linked(Path copy, Path like) {
    try {
      Files.createLink(copy, like);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static void copy(Path jar, Path copy) throws PluginException {
    JarKind.check(jar);
    try {
      Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // The reason without the copy's path, which differs at each retry and would be logged again each time.
      String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
      throw new PluginException(
          jar + " cannot be copied to " + copy.resolveSibling("..").normalize() + " (" + reason + "); give that folder room, or"
              + " point -Djava.io.tmpdir elsewhere",
          e, true);
    }
    JarKind.checkEntries(jar, copy);
  }

  /** Lists the jars. An unreadable one refuses the plugin: without it the others would be another plugin. */
  private static List<Path> jarsIn(Path folder) throws PluginException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> isJar(file.getFileName().toString()) && !Files.isDirectory(file)).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new PluginException(folder + " cannot be read; give the host's user the right to", e, true);
    }
  }

  private static boolean isJar(String file) {
    return FileName.isJar(file) && !file.startsWith(".");
  }

  static PluginException refused(Path file, String clause, @Nullable Throwable cause) {
    return new PluginException(file + " " + clause, cause);
  }
}
