package dev.gatehouse.redis.connection;

import io.vertx.redis.client.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes error replies of Redis from no reply at all. The client fails a command with the error reply itself, which is a
 * {@link Response}; its message starts with the code, such as {@code OOM}.
 */
public final class RedisErrors {

  /** The error with which the client fails every unanswered command when its connection ends; Redis did not send it. */
  static final String CLOSED = "CONNECTION_CLOSED";

  /** Error codes of a server that is not the master: a retry does not help, but another connection may. */
  private static final List<String> NO_MASTER = List.of("READONLY", "MASTERDOWN", "MOVED", "CLUSTERDOWN");

  private RedisErrors() {
  }

  /** The error reply to a command, or null when there was no reply. */
  public static @Nullable Throwable answer(@Nullable Throwable failure) {
    return isReply(failure, "") && !isReply(failure, CLOSED) ? failure : null;
  }

  /** Whether the failure is an error reply with that code. */
  public static boolean isReply(@Nullable Throwable failure, String code) {
    String text = failure instanceof Response ? failure.getMessage() : null;
    return text != null && (text.startsWith(code) || text.startsWith("ERR " + code));
  }

  /** The text of the error reply that caused a failure of the store. */
  public static String text(Throwable failure) {
    return String.valueOf(failure.getCause());
  }

  /** Whether the cause is an error reply of Redis. */
  public static boolean isAnswered(Throwable failure) {
    return answer(failure.getCause()) != null;
  }

  /** Whether the cause is an error reply with this code, for example {@code OOM}. Before 7.0 the error of a script quotes it. */
  public static boolean is(Throwable failure, String code) {
    Throwable reply = failure.getCause();
    return isReply(reply, code) || isReply(reply, "ERR") && String.valueOf(reply).contains(": -" + code + ' ');
  }

  /** Whether the error says that the server is not the master. */
  public static boolean isOfNoMaster(Throwable failure) {
    return NO_MASTER.stream().anyMatch(code -> is(failure, code));
  }

  /** Whether Redis refuses writes because its disk is full; it answers so to PING, too. */
  public static boolean isFullDisk(Throwable failure) {
    return is(failure, "MISCONF") || isReply(failure, "MISCONF");
  }

  /** Whether Redis did not answer: it is unreachable, or still loading its data. */
  public static boolean isSilence(Throwable failure) {
    return !isAnswered(failure) || is(failure, "LOADING");
  }
}
