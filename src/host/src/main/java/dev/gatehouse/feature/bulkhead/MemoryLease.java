package dev.gatehouse.feature.bulkhead;

/**
 * The bytes that one request, session or stream has reserved from its tenant's {@link MemoryBudget}. They are released at {@link #close},
 * or later, when a plugin's code that still uses them ends. Thread-safe.
 */
public final class MemoryLease implements AutoCloseable {

  private final MemoryBudget budget;
  private long bytes;
  /** The part of the bytes that is reserved for answers. */
  private long reserved;
  private long latestAnswer;
  private int holders = 1;
  private boolean closed;

  MemoryLease(MemoryBudget budget, long bytes) {
    this.budget = budget;
    this.bytes = bytes;
  }

  /** A lease without a limit, for calls that do not come from a request. */
  public static MemoryLease unbounded() {
    return new MemoryLease(new HostMemory(Long.MAX_VALUE).tenant(""), 0);
  }

  /** Its budget. */
  public MemoryBudget budget() {
    return budget;
  }

  /** Reserves more bytes if they fit. After the lease has ended, nothing fits. */
  public synchronized boolean tryGrow(long more) {
    if (holders == 0 || !budget.tryTake(more)) {
      return false;
    }
    bytes += more;
    return true;
  }

  /**
   * Changes the size of the lease.
   *
   * @return whether they fit; when they do not, what was counted before still is
   */
  public synchronized boolean tryResize(long now) {
    return tryGrow(now - bytes);
  }

  /** Reserves bytes for an answer, if they fit. */
  public synchronized boolean tryReserve(long expected) {
    boolean fits = tryGrow(expected);
    reserved += fits ? expected : 0;
    return fits;
  }

  /** Counts an answer, first against the reservation, if it fits. */
  public synchronized boolean tryAnswer(long actual) {
    latestAnswer = actual;
    long covered = Math.min(reserved, actual);
    if (!tryGrow(actual - covered)) {
      return false;
    }
    reserved -= covered;
    return true;
  }

  /**
   * Releases the unused reservation.
   *
   * @return how many bytes the latest answer held, whether they fitted or not; 0 when there was none
   */
  public synchronized long unreserve() {
    tryGrow(-reserved);
    reserved = 0;
    return latestAnswer;
  }

  /** Keeps the lease beyond {@link #close}, for code that still holds the memory. Pair each call with {@link #release}. */
  public synchronized void retain() {
    holders++;
  }

  /** Ends one {@link #retain}. */
  public synchronized void release() {
    holders--;
    if (holders == 0) {
      budget.give(bytes);
      bytes = 0;
      reserved = 0;
    }
  }

  /** Gives the bytes back; does nothing the second time. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }
}
