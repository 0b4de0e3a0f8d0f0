package dev.gatehouse.client;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a person's questions are kept between chats: in their home folder, readable by them alone. */
final class HistoryFile {

  private HistoryFile() {
  }

  static Path prepared() throws IOException {
    Path file = Path.of(System.getProperty("user.home"), ".gatehouse_history");
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (FileAlreadyExistsException e) {
      // Kept from an earlier chat.
      return file;
    }
    return file;
  }
}
