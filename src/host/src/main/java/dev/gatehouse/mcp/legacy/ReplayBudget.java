package dev.gatehouse.mcp.legacy;

import java.util.concurrent.atomic.AtomicLong;

/** What the streams of one tenant keep for clients that come back, all together; in bytes. */
final class ReplayBudget {

  private final long most;
  private final AtomicLong used = new AtomicLong();

  /** So much and no more. */
  ReplayBudget(long most) {
    this.most = most;
  }

  /** More is kept, or with a negative number less. */
  void add(int bytes) {
    used.addAndGet(bytes);
  }

  /** Whether whoever keeps something has to let go of it. */
  boolean isExceeded() {
    return used.get() > most;
  }

  long used() {
    return used.get();
  }
}
