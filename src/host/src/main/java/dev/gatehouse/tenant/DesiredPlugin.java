package dev.gatehouse.tenant;

import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.record.PluginSettings;
import java.nio.file.Path;
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
    return print.files().stream().allMatch(FileStamp::isCurrent);
  }

  /**
   * A fingerprint of files by their attributes, for change detection without reading them.
   *
   * @param files the stamp of each
   */
  record Fingerprint(List<FileStamp> files) {

    static Fingerprint of(List<Path> files) {
      return new Fingerprint(files.stream().map(FileStamp::of).toList());
    }

    /** As text: path, size, time and identity of each. */
    List<String> stamps() {
      return files.stream().map(FileStamp::toString).toList();
    }
  }
}
