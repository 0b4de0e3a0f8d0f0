package dev.gatehouse.feature;

/**
 * The bound of what one call tells its client: a call that tells more floods its client, and the host on the way there. What comes after is
 * dropped. Not thread-safe.
 */
public final class MessageBound {

  private static final int MOST_MESSAGES = 10_000;
  private static final long MOST_BYTES = 4 << 20;

  private int messages;
  private long bytes;

  /** Whether a message of so many bytes may still go; counts it if so. */
  public boolean admits(long length) {
    if (messages >= MOST_MESSAGES || bytes + length > MOST_BYTES) {
      return false;
    }
    messages++;
    bytes += length;
    return true;
  }
}
