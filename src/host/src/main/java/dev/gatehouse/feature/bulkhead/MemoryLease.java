package dev.gatehouse.feature.bulkhead;

/**
 * The bytes that one request, session or stream has reserved from its tenant's {@link MemoryBudget}. They are released at {@link #close},
 * or later, when a plugin's code that still uses them ends. Thread-safe.
 */
public final class MemoryLease implements AutoCloseable {

  private final MemoryBudget budget;
  private long bytes;
  /** Part of the bytes: set aside for answers that are not there yet. */
  private long reserved;
  private long latestAnswer;
  private int holders = 1;
  private boolean closed;

  MemoryLease(MemoryBudget budget, long bytes) {
    this.budget = budget;
    this.bytes = bytes;
  }

  /** A lease without a bound, for calls that no request brought. */
  public static MemoryLease unbounded() {
    return new MemoryLease(new HostMemory(Long.MAX_VALUE).tenant(""), 0);
  }

  /** The budget that it is a part of. */
  public MemoryBudget budget() {
    return budget;
  }

  /** Counts more bytes if they fit. After the lease has ended, nothing fits. */
  public synchronized boolean tryGrow(long more) {
    if (holders == 0 || !budget.tryTake(more)) {
      return false;
    }
    bytes += more;
    return true;
  }

  /**
   * Counts as many bytes as are held now.
   *
   * @return whether they fit; when they do not, what was counted before still is
   */
  public synchronized boolean tryResize(long now) {
    return tryGrow(now - bytes);
  }

  /** Sets bytes aside for an answer, if they fit. */
  public synchronized boolean tryReserve(long expected) {
    boolean fits = tryGrow(expected);
    reserved += fits ? expected : 0;
    return fits;
  }

  /** Counts an answer, at first against what is set aside, if it fits. */
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
   * Gives back what is set aside and was not used.
   *
   * @return how many bytes the latest answer held, whether they fitted or not; 0 when there was none
   */
  public synchronized long unreserve() {
    tryGrow(-reserved);
    reserved = 0;
    return latestAnswer;
  }

  /** Keeps it beyond {@link #close}, for code that holds what is counted. Each is followed by one {@link #release}. */
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
