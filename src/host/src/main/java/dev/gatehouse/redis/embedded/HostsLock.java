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
 * A file lock that counts the hosts that use an embedded Redis. Every host holds it shared; a host that gets it exclusively is the last one
 * and stops the server. The operating system releases it even after a {@code kill -9}.
 */
final class HostsLock implements Closeable {

  private static final long WAIT_MILLIS = 15_000;

  private final FileChannel file;
  private @Nullable FileLock lock;

  private HostsLock(FileChannel file) {
    this.file = file;
  }

  /** Joins the users of this folder; waits while the last one of them is stopping its Redis. */
  static HostsLock join(Path dir) throws IOException {
    HostsLock hosts = new HostsLock(OwnerOnly.open(dir.resolve("hosts.lock")));
    try {
      hosts.share();
      return hosts;
    } catch (IOException | RuntimeException e) {
      hosts.close();
      throw e;
    }
  }

  private void share() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
    while (!lock(true)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("another host is still stopping the Redis there");
      }
      ProcessWait.aMoment();
    }
  }

  /** Whether nobody else uses it now; nobody can join then until this is closed. */
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
