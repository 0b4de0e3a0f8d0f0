package dev.gatehouse.feature.loop;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/**
 * Measures for how long a task holds its event loop, and tells whether the task or the machine was slow: on a busy machine a thread can be
 * kept from running for many milliseconds, and a garbage collection stops it too. Confined to the event loop's thread.
 *
 * <p>The thread's processor time is read at most once a millisecond, since that is a system call.
 */
public final class HoldClock {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean MEASURED = THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
  private static final long CPU_INTERVAL = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long WAITS_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

  private final long thread = Thread.currentThread().getId();
  private long cpuRead = System.nanoTime() - WAITS_INTERVAL;
  private long cpu;
  private long waitsRead = cpuRead;
  private long waits;

  HoldClock() {
  }

  /**
   * A task begins.
   *
   * @return {@link System#nanoTime} now
   */
  public long begin() {
    long now = System.nanoTime();
    if (MEASURED && now - cpuRead > CPU_INTERVAL) {
      cpuRead = now;
      cpu = THREADS.getCurrentThreadCpuTime();
      if (now - waitsRead > WAITS_INTERVAL) {
        waitsRead = now;
        waits = waits();
      }
    }
    return now;
  }

  /**
   * Whether the task that began last has computed for about so long, or has waited for something in Java; true where the system does not
   * tell.
   */
  public boolean isBusy(long nanos) {
    return !MEASURED || THREADS.getCurrentThreadCpuTime() - cpu >= nanos || waits() > waits;
  }

  /** How often the thread has waited: slept, or been parked. It does not count waiting for input and output, nor for a monitor. */
  private long waits() {
    return THREADS.getThreadInfo(thread).getWaitedCount();
  }
}
