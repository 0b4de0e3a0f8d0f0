package dev.gatehouse.redis.connection;

/** A Redis answers that cannot be trusted with revocations. The message is the end of a sentence that says why. */
public final class UnfitRedisException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private final boolean lasting;

  public UnfitRedisException(String objection) {
    this(objection, true);
  }

  /**
   * An objection.
   *
   * @param lasting whether waiting does not change it
   */
  public UnfitRedisException(String objection, boolean lasting) {
    super(objection);
    this.lasting = lasting;
  }

  boolean isLasting() {
    return lasting;
  }
}
