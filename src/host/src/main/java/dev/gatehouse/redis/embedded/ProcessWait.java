package dev.gatehouse.redis.embedded;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Waits for a process to start or stop. */
public final class ProcessWait {

  private static final long MOMENT_MILLIS = 20;

  private ProcessWait() {
  }

  /** Sleeps between two checks. */
  public static void aMoment() throws IOException {
    try {
      Thread.sleep(MOMENT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The exit code of a process; fails, and kills the process, when it takes longer than {@code millis}. */
  public static int exitOf(Process process, long millis) throws IOException {
    try {
      if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new IOException("a process that should end did not within " + millis + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
