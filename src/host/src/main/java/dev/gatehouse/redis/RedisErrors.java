package dev.gatehouse.redis;

import io.vertx.redis.client.impl.types.ErrorType;

/** Tells what Redis said apart from Redis saying nothing. */
final class RedisErrors {

  private RedisErrors() {
  }

  /** Whether Redis answered with an error of that code, for example {@code OOM}. Before 7.0 one of a script is told within another. */
  static boolean is(Throwable failure, String code) {
    return failure.getCause() instanceof ErrorType reply
        && (reply.is(code) || reply.is("ERR") && reply.getMessage().contains(": -" + code + ' '));
  }

  /** Whether Redis lives and refuses writes since its disk is full: it answers so to a PING, too. */
  static boolean isFullDisk(Throwable failure) {
    return is(failure, "MISCONF") || failure instanceof ErrorType reply && reply.is("MISCONF");
  }

  /** Whether Redis gave no answer: it is away, or it is starting and does not know its data yet. */
  static boolean isSilence(Throwable failure) {
    return !(failure.getCause() instanceof ErrorType) || is(failure, "LOADING");
  }
}
