package dev.gatehouse.redis.connection;

/** The Sentinels do not name a master. The message is a whole sentence without its period. */
public final class NoMasterException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private final boolean lasting;

  /**
   * A failure.
   *
   * @param lasting whether waiting does not change it
   */
  public NoMasterException(String message, boolean lasting) {
    super(message);
    this.lasting = lasting;
  }

  /** A server has been replaced, or is about to be. */
  static NoMasterException replaced(RedisEndpoint server) {
    return new NoMasterException(server.address() + " is no longer the master", false);
  }

  boolean isLasting() {
    return lasting;
  }
}
