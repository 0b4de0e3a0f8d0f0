package dev.gatehouse.tenant;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The state of a path, following links: a folder, something else or nothing, or unreadable. Unreadable is not the same as nothing, since
 * the file may exist.
 */
sealed interface FileState {

  /** A folder. */
  FileState FOLDER = new Seen();
  /** A file, something else, or gone meanwhile. */
  FileState OTHER = new Seen();

  static FileState of(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isDirectory() ? FOLDER : OTHER;
    } catch (NoSuchFileException e) {
      return Files.isSymbolicLink(path) ? new Hidden("is a broken link; fix it or remove it") : OTHER;
    } catch (AccessDeniedException e) {
      return new Hidden("cannot be read; give the host's user the right to");
    } catch (IOException e) {
      String reason = e instanceof FileSystemException failure && failure.getReason() != null ? failure.getReason() : e.getMessage();
      return new Hidden("cannot be read (" + reason + "); fix it or remove it");
    }
  }

  /** The path could be read. */
  final class Seen implements FileState {
  }

  /**
   * The path is unreadable.
   *
   * @param clause why, and what to do; follows the path
   */
  record Hidden(String clause) implements FileState {
  }
}
