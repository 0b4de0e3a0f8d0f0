package dev.gatehouse.cli.author;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be read or written, in words: many exceptions of the JDK have its path as their only message. */
public final class FileFault {

  private FileFault() {
  }

  /** One line. */
  public static String of(IOException fault) {
    if (!(fault instanceof FileSystemException file) || file.getFile() == null) {
      return String.valueOf(fault.getMessage());
    }
    return file.getFile() + (file instanceof AccessDeniedException ? ": no permission"
        : file instanceof NoSuchFileException ? " does not exist, or cannot be made there"
        : file instanceof FileAlreadyExistsException || file instanceof NotDirectoryException ? " is a file, not a folder"
        : ": " + (file.getReason() == null ? "it cannot be read or written" : file.getReason()));
  }
}
