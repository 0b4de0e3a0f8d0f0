package dev.gatehouse.redis.link;

/** A Redis answers that cannot be trusted with revocations. The message is the end of a sentence that says why. */
final class UnfitRedisException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnfitRedisException(String objection) {
    super(objection);
  }
}
