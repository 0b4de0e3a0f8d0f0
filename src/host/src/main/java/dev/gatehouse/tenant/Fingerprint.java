package dev.gatehouse.tenant;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * What some files look like from outside. Two looks that differ mean that somebody writes; two that agree mean that the files have
 * settled, and later, that they are still the same.
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
