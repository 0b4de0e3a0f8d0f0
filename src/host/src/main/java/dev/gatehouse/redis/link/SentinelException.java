package dev.gatehouse.redis.link;

/** The Sentinels do not name a master. The message is a whole sentence without its period. */
final class SentinelException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private final boolean lasting;

  /**
   * A failure.
   *
   * @param lasting whether waiting does not change it
   */
  SentinelException(String message, boolean lasting) {
    super(message);
    this.lasting = lasting;
  }

  boolean isLasting() {
    return lasting;
  }
}
