package dev.gatehouse.mcp.legacy;

import dev.gatehouse.feature.bulkhead.MemoryBudget;
import java.util.concurrent.atomic.AtomicLong;

/** The byte budget of the events that all streams of one tenant keep for replay. */
final class ReplayBudget {

  private final long most;
  private final MemoryBudget memory;
  private final AtomicLong used = new AtomicLong();

  /**
   * Creates a budget within that of the tenant.
   *
   * @param most the limit in bytes; the tenant's budget may allow less
   * @param memory the tenant's byte budget
   */
  ReplayBudget(long most, MemoryBudget memory) {
    this.most = Math.min(most, memory.mostReplayed());
    this.memory = memory;
  }

  /** Adds kept bytes, or releases them with a negative number. */
  void add(int bytes) {
    used.addAndGet(bytes);
    memory.take(bytes);
  }

  /** Whether streams must drop events. */
  boolean isExceeded() {
    return used.get() > most || memory.held() > memory.most();
  }

  /** The number of bytes kept now. */
  long used() {
    return used.get();
  }
}
