package dev.gatehouse.redis.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file lock in the folder of an embedded server, by which several hosts agree on its start and its end. The operating system releases it
 * even after a {@code kill -9}.
 */
final class FolderLock implements Closeable {

  private static final long START_MILLIS = 60_000;
  private static final long STOP_MILLIS = 15_000;

  private final FileChannel file;
  private @Nullable FileLock lock;

  private FolderLock(FileChannel file) {
    this.file = file;
  }

  /** Serialises the start, so that one of several hosts starts the server and the others adopt it. Waits for up to a minute. */
  static FolderLock start(RedisFiles files) throws IOException {
    return take(files.startLock(), false, START_MILLIS, "another host is still starting the Redis there");
  }

  /** Counts this host among the users of the server: each holds it shared. Waits while the last one is stopping the server. */
  static FolderLock join(RedisFiles files) throws IOException {
    return take(files.hostsLock(), true, STOP_MILLIS, "another host is still stopping the Redis there");
  }

  private static FolderLock take(Path path, boolean shared, long waitMillis, String late) throws IOException {
    FolderLock folder = new FolderLock(OwnerOnly.open(path));
    try {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
      while (!folder.lock(shared)) {
        if (System.nanoTime() > deadline) {
          throw new IOException(late);
        }
        ProcessWait.aMoment();
      }
      return folder;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Whether no other host uses the server now; none can join then until this is closed. */
  boolean alone() throws IOException {
    if (lock != null) {
      lock.release();
    }
    return lock(false);
  }

  private boolean lock(boolean shared) throws IOException {
    try {
      lock = file.tryLock(0, Long.MAX_VALUE, shared);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      throw new IOException("this process uses it already", e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
