package dev.gatehouse.plugin.load;

import dev.gatehouse.feature.Changes;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.PluginSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The source of a plugin: a file, which may have a version and a classifier in its name ({@link FileName}), or a folder {@code <plugin>/}
 * of files of one {@link PluginKind}.
 *
 * @param name the plugin's name
 * @param files its files, sorted, at least one
 * @param location the file or folder that the operator put there: what a message about the plugin names
 */
public record PluginSource(String name, List<Path> files, Path location) {

  /** Sorts the files; refuses a bad name and an empty list. */
  public PluginSource {
    if (!Identifier.NAME.matches(name)) {
      throw new IllegalArgumentException("'" + name + "' is not a plugin's name");
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("plugin '" + name + "' has no file");
    }
    files = files.stream().sorted().toList();
  }

  /**
   * Names the plugin after its file or folder.
   *
   * @throws PluginException when it is neither, has no file of a known kind, or its name cannot be a plugin's
   */
  public static PluginSource of(Path path) throws PluginException {
    boolean folder = Files.isDirectory(path);
    if (folder == (kind(path) != null)) {
      throw refused(path, folder ? "is a folder with the name of a jar; rename it to what the plugin is called"
          : "does not end in .jar; rename it if it is a plugin, and remove it if not", null);
    }
    String name = name(path);
    if (!Identifier.NAME.matches(name)) {
      throw refused(path, "is not named as a plugin must be; rename it to 1 to 63 of a-z 0-9 _ -, beginning with a letter"
          + " or digit", null);
    }
    List<Path> files = folder ? filesIn(path) : List.of(path);
    if (files.isEmpty()) {
      throw refused(path, "is a folder without a jar; copy the plugin's jars into it", null);
    }
    return new PluginSource(name, files, files.size() == 1 ? files.get(0) : path);
  }

  /** The plugin's name by its file or folder. */
  public static String name(Path path) {
    String file = path.getFileName().toString();
    FileName name = FileName.of(file);
    return name == null ? file : name.plugin();
  }

  /**
   * Copies the files into a folder that nobody else writes to. Classes are read when they are first needed: a jar that is overwritten
   * in place would hand a running plugin the bytes of another version.
   *
   * @param dir an empty folder
   * @param like a folder with copies of the same files, to be hard-linked instead of copied again, or null
   * @return the same plugin, to be loaded from there
   * @throws PluginException when a file is broken or cannot be copied
   */
  public PluginSource copyTo(Path dir, @Nullable Path like) throws PluginException {
    List<Path> copies = new ArrayList<>();
    List<PluginException> failures = new ArrayList<>();
    for (Path file : files) {
      Path copy = dir.resolve(file.getFileName());
      copies.add(copy);
      try {
        if (like == null || !linked(copy, like.resolve(file.getFileName()))) {
          copy(file, copy);
        }
      } catch (PluginException e) {
        failures.add(e);
      }
    }
    throwIfAny(failures);
    return new PluginSource(name, copies, location);
  }

  /** The versions of its files. */
  public List<FileVersion> versions() throws IOException {
    List<FileVersion> versions = new ArrayList<>();
    for (Path file : files) {
      versions.add(FileVersion.of(file, kind()));
    }
    return versions;
  }

  /**
   * Loads and starts the plugin for a tenant. Blocks. The files must not change while it lives.
   *
   * @param settings its configuration
   * @param changes notified of changes that the plugin announces
   * @throws PluginException when it cannot serve; nothing of it is left then
   */
  public LoadedPlugin load(String tenant, PluginSettings settings, Changes changes) throws PluginException {
    for (Path file : files) {
      kind().check(file);
    }
    return kind().load(this, tenant, settings, changes);
  }

  /** Throws the faults of all damaged files together. */
  private static void throwIfAny(List<PluginException> failures) throws PluginException {
    if (failures.size() == 1) {
      throw failures.get(0);
    }
    if (!failures.isEmpty()) {
      throw new PluginException(failures.stream().map(PluginException::getMessage).distinct().collect(Collectors.joining("; ")),
          failures.get(0), failures.stream().allMatch(PluginException::passing));
    }
  }

  /** Whether the copy could be made as a hard link: not without hard links, nor when the other copy has just been removed. */
  private static boolean linked(Path copy, Path like) {
    try {
      Files.createLink(copy, like);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private void copy(Path file, Path copy) throws PluginException {
    kind().check(file);
    try {
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // The reason without the copy's path, which differs at each retry and would be logged again each time.
      String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
      throw new PluginException(
          file + " cannot be copied to " + copy.resolveSibling("..").normalize() + " (" + reason + "); give that folder room, or"
              + " point -Djava.io.tmpdir elsewhere",
          e, true);
    }
    kind().checkCopy(file, copy);
  }

  /** Lists the files of the first kind that has any. An unreadable one refuses the plugin, which would be another one without it. */
  private static List<Path> filesIn(Path folder) throws PluginException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.filter(file -> !file.getFileName().toString().startsWith(".") && !Files.isDirectory(file)).toList();
      return PluginKind.ALL.stream().map(kind -> all.stream().filter(file -> kind(file) == kind).toList())
          .filter(some -> !some.isEmpty()).findFirst().orElse(List.of());
    } catch (IOException | UncheckedIOException e) {
      throw new PluginException(folder + " cannot be read; give the host's user the right to", e, true);
    }
  }

  private static @Nullable PluginKind kind(Path path) {
    return PluginKind.of(path.getFileName().toString());
  }

  private PluginKind kind() {
    return Objects.requireNonNull(kind(files.get(0)));
  }

  static PluginException refused(Path file, String clause, @Nullable Throwable cause) {
    return new PluginException(file + " " + clause, cause);
  }
}
