package dev.gatehouse.redis.link;

import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;

/** Tells what Redis said apart from Redis saying nothing. */
public final class RedisErrors {

  /** What the client fails every unanswered command with when its connection ends: of the same type as an answer, but none. */
  static final String CLOSED = "CONNECTION_CLOSED";

  /** Answers of a server that is not, or no longer, the master: waiting does not help, another connection may. */
  private static final List<String> NO_MASTER = List.of("READONLY", "MASTERDOWN", "MOVED", "CLUSTERDOWN");

  private RedisErrors() {
  }

  /** The error that Redis answered a command with, or null when it gave no answer. */
  static ErrorType answer(Throwable failure) {
    return failure instanceof ErrorType reply && !reply.is(CLOSED) ? reply : null;
  }

  /** Whether Redis answered with an error, as the cause of a failure of the store. */
  public static boolean isAnswered(Throwable failure) {
    return answer(failure.getCause()) != null;
  }

  /** Whether Redis answered with an error of that code, for example {@code OOM}. Before 7.0 one of a script is told within another. */
  public static boolean is(Throwable failure, String code) {
    return failure.getCause() instanceof ErrorType reply
        && (reply.is(code) || reply.is("ERR") && reply.getMessage().contains(": -" + code + ' '));
  }

  /** Whether the answer is one of a server that is not the master. */
  static boolean isOfNoMaster(Throwable failure) {
    return NO_MASTER.stream().anyMatch(code -> is(failure, code));
  }

  /** Whether Redis lives and refuses writes since its disk is full: it answers so to a PING, too. */
  static boolean isFullDisk(Throwable failure) {
    return is(failure, "MISCONF") || failure instanceof ErrorType reply && reply.is("MISCONF");
  }

  /** Whether Redis gave no answer: it is away, or it is starting and does not know its data yet. */
  public static boolean isSilence(Throwable failure) {
    return !isAnswered(failure) || is(failure, "LOADING");
  }
}
