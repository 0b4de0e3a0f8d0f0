package dev.gatehouse;

import sun.misc.Signal;

/**
 * SIGTERM and Ctrl-C. A shutdown hook would do, but for the exit status: the JVM ends with 143 then, and an orderly stop is to be 0.
 */
final class StopSignals {

  private static final int KILLED_BY_INT = 130;

  private StopSignals() {
  }

  /** The first one stops in order; who sends another does not want to wait. */
  static void handle(Runnable stop) {
    Runnable[] next = {stop};
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(new Signal(name), signal -> {
        synchronized (next) {
          next[0].run();
          next[0] = () -> Runtime.getRuntime().halt(KILLED_BY_INT);
        }
      });
    }
  }
}
