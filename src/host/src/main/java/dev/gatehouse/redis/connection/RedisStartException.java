package dev.gatehouse.redis.connection;

/** Redis cannot be reached, started or trusted with revocations: the host does not start. */
public final class RedisStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what to change.
   *
   * @param message one line for the operator, naming the address or the configuration field; never a secret
   */
  public RedisStartException(String message) {
    super(message);
  }
}
