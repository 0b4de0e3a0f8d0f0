package dev.gatehouse.feature.bulkhead;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * How busy the machine is. The system tells it of the time since it was asked last, whoever asked: two tenants that asked it shortly one
 * after the other would hear of a time too short to count anything in. So all of them share one answer.
 */
final class Processors {

  private static final OperatingSystemMXBean SYSTEM = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** The system counts in hundredths of a second: less would tell too little. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private static long asked = System.nanoTime() - FRESH_NANOS;
  private static double load;

  private Processors() {
  }

  /** The share of the machine's processors that was used in the last hundredths of a second, 0 to 1. */
  static synchronized double load() {
    long now = System.nanoTime();
    if (now - asked >= FRESH_NANOS) {
      load = SYSTEM.getCpuLoad();
      asked = now;
    }
    return load;
  }
}
