package dev.gatehouse.redis.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Owner-only file permissions: 0700 for folders, 0600 for files. */
final class OwnerOnly {

  private static final Set<PosixFilePermission> OWNER =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
  private static final FileAttribute<?> FOLDER = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private OwnerOnly() {
  }

  /** Creates a folder and its parents, unless they exist. */
  static Path folder(Path folder) throws IOException {
    return Files.createDirectories(folder, FOLDER);
  }

  /** Opens a file for reading and writing, and creates it if it does not exist. */
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), FILE);
  }

  /** Makes a file executable for its owner. */
  static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, OWNER);
  }

  /**
   * Removes the permissions of group and others.
   *
   * @return whether there were any
   * @throws IOException when they cannot be removed: the file belongs to another user, or its file system has no permissions
   */
  static boolean narrow(Path path) throws IOException {
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
    if (OWNER.containsAll(before)) {
      return false;
    }
    Set<PosixFilePermission> restricted = EnumSet.copyOf(OWNER);
    restricted.retainAll(before);
    try {
      Files.setPosixFilePermissions(path, restricted);
    } catch (FileSystemException e) {
      throw loose(path);
    }
    if (!OWNER.containsAll(Files.getPosixFilePermissions(path))) {
      throw loose(path);
    }
    return true;
  }

  private static IOException loose(Path path) {
    return new IOException("other users may read " + path + ", and this user cannot change that; choose a folder that this user owns");
  }

  /** Whether a path is a regular file of this process's user; {@code mine} is a file that this process has created. */
  static boolean owned(Path file, Path mine) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(mine));
  }
}
