package dev.gatehouse.redis;

import io.vertx.redis.client.impl.types.ErrorType;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;

/** Tells what Redis said apart from Redis saying nothing. */
final class RedisErrors {

  /** What the client fails every unanswered command with when its connection ends: of the same type as an answer, but none. */
  private static final String CLOSED = "CONNECTION_CLOSED";

  /** Answers of a server that is not, or no longer, the master: waiting does not help, another connection may. */
  private static final List<String> NO_MASTER = List.of("READONLY", "MASTERDOWN", "MOVED", "CLUSTERDOWN");
  /** Answers to a new connection that waiting does not change; a Redis that is still loading its data, for one, says something else. */
  private static final List<String> REFUSALS = List.of("WRONGPASS", "NOAUTH", "NOPERM", "ERR");
  /** What a server says of a certificate that it misses or does not like (RFC 8446, section 6). */
  private static final List<String> ALERTS = List.of("certificate_required", "unknown_ca", "bad_certificate");
  private static final Map<String, String> HINTS = Map.of(
      "WRONGPASS", "the user or the password in redis.url is not, or no longer, the one that Redis has; a user made by ACL SETUSER is"
          + " forgotten when Redis restarts, unless CONFIG REWRITE or ACL SAVE has kept it",
      "NOAUTH", "it wants a user and a password, in redis.url",
      "PKIX path building failed", "its certificate is not signed by an authority that is trusted here; name the file of its CA in redis.ca",
      "No name matching", "redis.url must have a name that stands in the certificate",
      "No subject alternative", "redis.url must have a name that stands in the certificate",
      "certificate_required", "it wants a certificate of this host; name it in redis.cert and redis.key",
      "unknown_ca", "it does not trust the certificate in redis.cert");

  private RedisErrors() {
  }

  /** The error that Redis answered a command with, or null when it gave no answer. */
  static ErrorType answer(Throwable failure) {
    return failure instanceof ErrorType reply && !reply.is(CLOSED) ? reply : null;
  }

  /** Whether Redis answered with an error, as the cause of a failure of the store. */
  static boolean isAnswered(Throwable failure) {
    return answer(failure.getCause()) != null;
  }

  /** Whether Redis answered with an error of that code, for example {@code OOM}. Before 7.0 one of a script is told within another. */
  static boolean is(Throwable failure, String code) {
    return failure.getCause() instanceof ErrorType reply
        && (reply.is(code) || reply.is("ERR") && reply.getMessage().contains(": -" + code + ' '));
  }

  /** Whether the answer is one of a server that is not the master. */
  static boolean isOfNoMaster(Throwable failure) {
    return NO_MASTER.stream().anyMatch(code -> is(failure, code));
  }

  /** What went wrong in one line, with what to do about it where that is known. */
  static String explained(Throwable failure) {
    String text = innermost(failure);
    return HINTS.entrySet().stream().filter(hint -> text.contains(hint.getKey())).findFirst()
        .map(hint -> text + " (" + hint.getValue() + ")").orElse(text);
  }

  /** Whether waiting does not change it: refused credentials, a certificate that does not fit. */
  static boolean isForGood(Throwable failure) {
    ErrorType answer = answer(failure);
    return answer != null && REFUSALS.stream().anyMatch(answer::is) || failure instanceof UnfitRedisException || isOfCertificates(failure);
  }

  private static boolean isOfCertificates(Throwable failure) {
    for (Throwable next = failure; next != null; next = next.getCause()) {
      String text = String.valueOf(next.getMessage());
      if (next instanceof GeneralSecurityException || ALERTS.stream().anyMatch(text::contains)) {
        return true;
      }
    }
    return false;
  }

  /** Of a handshake the last cause says most. */
  private static String innermost(Throwable failure) {
    Throwable told = failure;
    for (Throwable next = failure; next != null; next = next.getCause()) {
      told = next instanceof GeneralSecurityException && next.getMessage() != null ? next : told;
    }
    return String.valueOf(told.getMessage());
  }

  /** Whether Redis lives and refuses writes since its disk is full: it answers so to a PING, too. */
  static boolean isFullDisk(Throwable failure) {
    return is(failure, "MISCONF") || failure instanceof ErrorType reply && reply.is("MISCONF");
  }

  /** Whether Redis gave no answer: it is away, or it is starting and does not know its data yet. */
  static boolean isSilence(Throwable failure) {
    return !isAnswered(failure) || is(failure, "LOADING");
  }
}
