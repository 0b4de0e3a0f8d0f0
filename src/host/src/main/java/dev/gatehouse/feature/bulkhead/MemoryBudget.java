package dev.gatehouse.feature.bulkhead;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The byte budget of one tenant: what its callers make the host hold, and the limit. Thread-safe. */
public final class MemoryBudget {

  private static final int UNREAD_SHARE = 2;
  private static final int EXPECTED_SHARE = 4;

  private final HostMemory host;
  private final long most;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  MemoryBudget(HostMemory host, long most) {
    this.host = host;
    this.most = most;
  }

  /**
   * Reserves bytes if they fit.
   *
   * @return whether they are counted; {@link #give} uncounts them
   */
  public boolean tryTake(long bytes) {
    long mine = held.addAndGet(bytes);
    long all = host.add(bytes);
    if (bytes <= 0 || mine <= most && (all <= host.most() || mine <= host.fairShare())) {
      return true;
    }
    give(bytes);
    refused.incrementAndGet();
    return false;
  }

  /** Counts bytes that are held already, whether they fit or not. */
  public void take(long bytes) {
    held.addAndGet(bytes);
    host.add(bytes);
  }

  /** Releases bytes. */
  public void give(long bytes) {
    take(-bytes);
  }

  /**
   * Reserves bytes that are released together.
   *
   * @return the lease, or null when they do not fit
   */
  public @Nullable MemoryLease tryLease(long bytes) {
    return tryTake(bytes) ? new MemoryLease(this, bytes) : null;
  }

  /** How many bytes the tenant holds. */
  public long held() {
    return held.get();
  }

  /** How many bytes it may hold. */
  public long most() {
    return most;
  }

  /** The maximum of bytes in answers that clients have not read. */
  public long mostUnread() {
    return most / UNREAD_SHARE;
  }

  /** The most to reserve for an answer that is expected: one that was larger than the budget must not keep all later calls from running. */
  public long mostExpected() {
    return most / EXPECTED_SHARE;
  }

  /** How often something did not fit, since the start. */
  public long refused() {
    return refused.get();
  }
}
