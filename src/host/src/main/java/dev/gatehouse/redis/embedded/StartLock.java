package dev.gatehouse.redis.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

/**
 * A file lock that serialises the start of an embedded server, so that only one of several hosts starts it and the others adopt it. The
 * operating system releases it even after a {@code kill -9}.
 */
final class StartLock implements Closeable {

  private static final long WAIT_MILLIS = 60_000;

  private final FileChannel file;

  private StartLock(FileChannel file) {
    this.file = file;
  }

  /** Waits for it; fails after a minute, or when the thread is interrupted. */
  static StartLock take(RedisFiles files) throws IOException {
    FileChannel file = OwnerOnly.open(files.startLock());
    try {
      await(file);
      return new StartLock(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void await(FileChannel file) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
    while (file.tryLock() == null) {
      if (System.nanoTime() > deadline) {
        throw new IOException("another host is still starting the Redis there");
      }
      ProcessWait.aMoment();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
