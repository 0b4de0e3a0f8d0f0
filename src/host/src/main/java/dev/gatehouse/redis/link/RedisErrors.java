package dev.gatehouse.redis.link;

import io.vertx.redis.client.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells error replies of Redis from missing replies. The client fails a command with the error reply itself, which is a {@link Response};
 * its message starts with the code, such as {@code OOM}.
 */
public final class RedisErrors {

  /** The client fails every unanswered command with this one when its connection ends: an error reply that Redis did not send. */
  static final String CLOSED = "CONNECTION_CLOSED";

  /** Answers of a server that is not, or no longer, the master: waiting does not help, another connection may. */
  private static final List<String> NO_MASTER = List.of("READONLY", "MASTERDOWN", "MOVED", "CLUSTERDOWN");

  private RedisErrors() {
  }

  /** The error that Redis answered a command with, or null when it gave no answer. */
  static @Nullable Throwable answer(@Nullable Throwable failure) {
    return isReply(failure, "") && !isReply(failure, CLOSED) ? failure : null;
  }

  /** Whether the failure is an error reply with that code. */
  static boolean isReply(@Nullable Throwable failure, String code) {
    String text = failure instanceof Response ? failure.getMessage() : null;
    return text != null && (text.startsWith(code) || text.startsWith("ERR " + code));
  }

  /** The text of the error reply that caused a failure of the store. */
  static String text(Throwable failure) {
    return String.valueOf(failure.getCause());
  }

  /** Whether Redis answered with an error, as the cause of a failure of the store. */
  public static boolean isAnswered(Throwable failure) {
    return answer(failure.getCause()) != null;
  }

  /** Whether Redis answered with an error of that code, for example {@code OOM}. Before 7.0 one of a script is told within another. */
  public static boolean is(Throwable failure, String code) {
    Throwable reply = failure.getCause();
    return isReply(reply, code) || isReply(reply, "ERR") && String.valueOf(reply).contains(": -" + code + ' ');
  }

  /** Whether the answer is one of a server that is not the master. */
  static boolean isOfNoMaster(Throwable failure) {
    return NO_MASTER.stream().anyMatch(code -> is(failure, code));
  }

  /** Whether Redis lives and refuses writes since its disk is full: it answers so to a PING, too. */
  static boolean isFullDisk(Throwable failure) {
    return is(failure, "MISCONF") || isReply(failure, "MISCONF");
  }

  /** Whether Redis gave no answer: it is away, or it is starting and does not know its data yet. */
  public static boolean isSilence(Throwable failure) {
    return !isAnswered(failure) || is(failure, "LOADING");
  }
}
