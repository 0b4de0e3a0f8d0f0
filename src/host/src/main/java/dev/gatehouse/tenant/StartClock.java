package dev.gatehouse.tenant;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Measures a plugin's start against its timeout: processor time while its thread computes, wall-clock time while it waits. On a fraction of
 * a shared processor a healthy start may take minutes of wall-clock time. Used by one thread.
 */
final class StartClock {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean COUNTED = THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
  /** A thread that wants to compute is given something within that, however small its share: one that is not waits in native code. */
  private static final long PROGRESS_NANOS = Duration.ofSeconds(1).toNanos();

  private final Thread thread;
  private long looked = System.nanoTime();
  private long progressed = looked;
  private long used;
  private long time;

  StartClock(Thread thread) {
    this.thread = thread;
  }

  /** Looks at the thread; to be called several times a second. */
  void look() {
    long now = System.nanoTime();
    long total = COUNTED ? Math.max(used, THREADS.getThreadCpuTime(thread.getId())) : 0;
    long computed = total - used;
    if (computed > 0) {
      progressed = now;
    }
    boolean computes = COUNTED && thread.getState() == Thread.State.RUNNABLE && now - progressed < PROGRESS_NANOS;
    time += computes ? computed : now - looked;
    used = total;
    looked = now;
  }

  /** What it has taken so far, as of the last look. */
  Duration time() {
    return Duration.ofNanos(time);
  }

  /** Whether it has mostly waited so far, or waits for a while already. */
  boolean waits() {
    return 2 * used <= time || looked - progressed > PROGRESS_NANOS;
  }
}
