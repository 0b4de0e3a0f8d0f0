package dev.gatehouse.mcp.legacy;

import dev.gatehouse.feature.bulkhead.MemoryBudget;
import java.util.concurrent.atomic.AtomicLong;

/** What the streams of one tenant keep for clients that come back, all together; in bytes. */
final class ReplayBudget {

  private final long most;
  private final MemoryBudget memory;
  private final AtomicLong used = new AtomicLong();

  /**
   * A bound within a byte budget.
   *
   * @param most in bytes; the budget may allow less
   * @param memory the tenant's byte budget
   */
  ReplayBudget(long most, MemoryBudget memory) {
    this.most = Math.min(most, memory.mostReplayed());
    this.memory = memory;
  }

  /** More is kept, or with a negative number less. */
  void add(int bytes) {
    used.addAndGet(bytes);
    memory.take(bytes);
  }

  /** Whether whoever keeps something has to let go of it. */
  boolean isExceeded() {
    return used.get() > most || memory.held() > memory.most();
  }

  long used() {
    return used.get();
  }
}
