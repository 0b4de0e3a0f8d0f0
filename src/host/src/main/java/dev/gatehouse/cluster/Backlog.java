package dev.gatehouse.cluster;

/**
 * The byte budget of a call's unread messages. Any member of the cluster can send messages faster than they are decrypted, and until then
 * nobody knows which of them are forged. Confined to the call's event loop.
 */
public final class Backlog {

  /** What a message takes beside its bytes. */
  private static final long AROUND = 1024;

  private final long most;
  private long bytes;

  /** Nothing waits; at most so many bytes will. */
  public Backlog(long most) {
    this.most = most;
  }

  /** Adds a message of this length; false when it does not fit, and has to be dropped. */
  public boolean add(int length) {
    if (bytes + AROUND + length > most) {
      return false;
    }
    bytes += AROUND + length;
    return true;
  }

  /** A message of this length was read. */
  public void remove(int length) {
    bytes -= AROUND + length;
  }
}
