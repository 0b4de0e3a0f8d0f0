package dev.gatehouse.tenant;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a path at one moment, read in one system call, for change detection without reading the file. They change when a file
 * is written, and when an entry of a folder is added, removed or renamed.
 *
 * @param path the path; links are followed
 * @param attributes null when they cannot be read
 */
record FileStamp(Path path, @Nullable Attributes attributes) {

  private static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
  private static final String NAMES = (UNIX ? "unix:ctime," : "") + "size,lastModifiedTime,fileKey,isDirectory";

  /**
   * What is compared.
   *
   * @param size in bytes
   * @param modified when the content was changed
   * @param key the file's identity: a rename over it can keep both size and time
   * @param changed when the inode was changed, where there is one: a copy in place can keep all of that, and nothing else tells that
   *     somebody has been given the right to read it
   * @param folder whether it is a folder
   */
  record Attributes(Object size, FileTime modified, @Nullable Object key, @Nullable FileTime changed, boolean folder) {

    static Attributes of(Map<String, Object> all) {
      return new Attributes(Objects.requireNonNull(all.get("size")), Objects.requireNonNull((FileTime) all.get("lastModifiedTime")),
          all.get("fileKey"), (FileTime) all.get("ctime"),
          Boolean.TRUE.equals(all.get("isDirectory")));
    }

    private boolean isBefore(long millis) {
      return modified.toMillis() < millis && (changed == null || changed.toMillis() < millis);
    }

    @Override
    public String toString() {
      return size + " " + modified + " " + key + " " + (changed == null ? "" : changed);
    }
  }

  static FileStamp of(Path path) {
    try {
      return new FileStamp(path, Attributes.of(Files.readAttributes(path, NAMES)));
    } catch (IOException e) {
      return new FileStamp(path, null);
    }
  }

  /** Whether the path has the same attributes still. */
  boolean isCurrent() {
    return equals(of(path));
  }

  /** Whether the path led to the same file or folder, whatever is in it. */
  boolean hasKeyOf(FileStamp other) {
    return attributes != null && other.attributes != null && Objects.equals(attributes.key(), other.attributes.key());
  }

  boolean isFolder() {
    return attributes != null && attributes.folder();
  }

  /** Whether the path was last changed before a time, in milliseconds since the epoch. */
  boolean isOlderThan(long millis) {
    return attributes != null && attributes.isBefore(millis);
  }

  @Override
  public String toString() {
    return path + " " + (attributes == null ? "gone" : attributes);
  }
}
