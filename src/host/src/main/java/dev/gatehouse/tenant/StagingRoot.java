package dev.gatehouse.tenant;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's staging folder, held by a file lock. The operating system releases the lock even after a {@code kill -9}, so that the next
 * start can delete folders that no process uses.
 */
final class StagingRoot implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(StagingRoot.class);
  private static final String PREFIX = "gatehouse-plugins-";
  private static final String LOCK = ".lock";
  /** This process's own: on some systems, to open and close a file gives up every lock that the process has on it. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel file;

  private StagingRoot(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  /** Makes a folder that only this process's user can open, and removes those of processes that are gone. */
  static StagingRoot create(Path temporary) throws IOException {
    while (true) {
      Path path = Files.createTempDirectory(temporary, PREFIX);
      OWN.add(path);
      StagingRoot root = new StagingRoot(path, open(path));
      // Another process may have come between, and be about to remove it.
      if (root.lock() && Files.exists(path.resolve(LOCK))) {
        sweep(temporary, Files.getOwner(path));
        return root;
      }
      root.close();
    }
  }

  Path path() {
    return path;
  }

  private static FileChannel open(Path folder) throws IOException {
    return FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private boolean lock() throws IOException {
    FileLock lock = file.tryLock();
    return lock != null;
  }

  private static void sweep(Path temporary, UserPrincipal user) {
    try (Stream<Path> paths = Files.list(temporary)) {
      List<Path> others = paths.filter(path -> path.getFileName().toString().startsWith(PREFIX) && !OWN.contains(path)).toList();
      for (Path other : others) {
        if (isOf(user, other)) {
          removeUnlessHeld(other);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} could not be searched for copies that nobody needs any more", temporary, e);
    }
  }

  /** A folder of this user's that has a lock file; never a link, which could lead anywhere. */
  private static boolean isOf(UserPrincipal user, Path folder) {
    try {
      return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)
          && Files.isRegularFile(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return false;
    }
  }

  private static void removeUnlessHeld(Path folder) {
    try (FileChannel file = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
      if (file.tryLock() != null) {
        Staging.remove(folder);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Gone meanwhile, or in use: either way it is not ours to remove.
    }
  }

  /** Removes the folder. */
  @Override
  public void close() throws IOException {
    Staging.remove(path);
    file.close();
    OWN.remove(path);
  }
}
