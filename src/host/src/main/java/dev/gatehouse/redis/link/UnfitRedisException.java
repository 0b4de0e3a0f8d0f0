package dev.gatehouse.redis.link;

/** A Redis answers that cannot be trusted with revocations. The message says what is wrong with it, as the end of a sentence. */
final class UnfitRedisException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnfitRedisException(String objection) {
    super(objection);
  }
}
