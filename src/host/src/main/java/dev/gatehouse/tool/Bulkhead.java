package dev.gatehouse.tool;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what runs at once, up to a limit. It never queues: a caller that is told "busy" at once can choose. */
public final class Bulkhead {

  private final int most;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * A bulkhead.
   *
   * @param most how many may run at once, at least 1
   */
  public Bulkhead(int most) {
    this.most = most;
  }

  boolean enter() {
    if (running.incrementAndGet() <= most) {
      return true;
    }
    running.decrementAndGet();
    return false;
  }

  void leave() {
    running.decrementAndGet();
  }

  /** How many may run at once. */
  public int most() {
    return most;
  }

  /** How many run now. */
  public int running() {
    return running.get();
  }
}
