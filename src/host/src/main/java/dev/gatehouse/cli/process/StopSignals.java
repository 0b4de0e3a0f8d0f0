package dev.gatehouse.cli.process;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import sun.misc.Signal;

/** SIGTERM and Ctrl-C: shut down and exit with 0. With a shutdown hook the JVM would exit with 143. */
public final class StopSignals {

  private static final int KILLED_BY_INT = 130;
  /** The time within which repeated signals count as one: a terminal, a process group and a wrapper may each send it. */
  private static final Duration SAME = Duration.ofSeconds(1);

  private StopSignals() {
  }

  /** The first signal shuts down in order; one more, a while later, ends the process at once. */
  public static void handle(Runnable stop) {
    AtomicLong first = new AtomicLong();
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(new Signal(name), signal -> {
        long now = Math.max(1, System.nanoTime());
        if (first.compareAndSet(0, now)) {
          stop.run();
        } else if (now - first.get() > SAME.toNanos()) {
          Runtime.getRuntime().halt(KILLED_BY_INT);
        }
      });
    }
  }
}
