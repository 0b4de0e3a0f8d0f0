package dev.gatehouse.tool;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what runs at once, up to a limit, and knows whether it has been failing. It never queues: a caller that is told "busy" at
 * once can choose, and one that waits in line holds its connection and its time without anybody working for it.
 */
public final class Bulkhead {

  private final int most;
  private final AtomicInteger running = new AtomicInteger();
  private final Breaker breaker = new Breaker(System::nanoTime);

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

  Breaker breaker() {
    return breaker;
  }

  /** Forgets failures: what failed has been replaced. */
  public void mend() {
    breaker.succeeded();
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
