package dev.gatehouse.tenant;

import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.record.PluginSettings;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The desired state of one plugin: its jars in the folder and its configuration. A change of either loads a new version.
 *
 * @param source its name and jars
 * @param print what the jars looked like
 * @param settings what it is given
 */
record DesiredPlugin(PluginSource source, Fingerprint print, PluginSettings settings) {

  /** A plugin without configuration. */
  static DesiredPlugin of(PluginSource source) {
    return new DesiredPlugin(source, Fingerprint.of(source.files()), PluginSettings.NONE);
  }

  /** The same jars with these settings. */
  DesiredPlugin with(PluginSettings given) {
    return new DesiredPlugin(source, print, given);
  }

  /** Whether the jars still have the same fingerprint. */
  boolean still() {
    return Fingerprint.of(source.files()).equals(print);
  }

  /**
   * A fingerprint of files by their attributes, for change detection without reading them.
   *
   * @param stamps path, size, time and identity of each
   */
  record Fingerprint(List<String> stamps) {

    private static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    static Fingerprint of(List<Path> files) {
      List<String> stamps = new ArrayList<>();
      for (Path file : files) {
        stamps.add(file + " " + stamp(file));
      }
      return new Fingerprint(List.copyOf(stamps));
    }

    /**
     * The file's identity too: a rename over it can keep both size and time. And when its inode was changed: a copy in place can keep all
     * of that, and nothing else tells that somebody has been given the right to read it.
     */
    private static String stamp(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object changed = UNIX ? Files.getAttribute(file, "unix:ctime") : "";
        return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey() + " " + changed;
      } catch (IOException e) {
        return "gone";
      }
    }
  }
}
