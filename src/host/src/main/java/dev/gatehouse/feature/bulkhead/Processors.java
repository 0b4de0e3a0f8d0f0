package dev.gatehouse.feature.bulkhead;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Measures the machine's processor load. The system reports the load since the last query by anyone, so two tenants that query in quick
 * succession would get intervals too short to measure. All of them share one measurement.
 */
final class Processors {

  private static final OperatingSystemMXBean SYSTEM = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** The system's resolution is a hundredth of a second; a shorter interval would measure too little. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private static long asked = System.nanoTime() - FRESH_NANOS;
  private static double load;

  private Processors() {
  }

  /** The share of the machine's processors used in the last hundredths of a second, 0 to 1. */
  static synchronized double load() {
    long now = System.nanoTime();
    if (now - asked >= FRESH_NANOS) {
      load = SYSTEM.getCpuLoad();
      asked = now;
    }
    return load;
  }
}
