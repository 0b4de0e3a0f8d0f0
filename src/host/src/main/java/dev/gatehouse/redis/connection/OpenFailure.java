package dev.gatehouse.redis.connection;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Describes to an operator why a connection to Redis cannot be opened. */
public final class OpenFailure {

  /** Answers to a new connection that waiting does not change; a Redis that is still loading its data, for one, says something else. */
  private static final List<String> REFUSALS = List.of("WRONGPASS", "NOAUTH", "NOPERM", "ERR");
  /** What a server says of a certificate that it lacks or rejects (RFC 8446, section 6). */
  private static final List<String> ALERTS = List.of("certificate_required", "handshake_failure", "unknown_ca", "bad_certificate",
      "certificate_expired", "certificate_unknown", "decrypt_error");

  /** What to do about a failure in which these words stand. */
  private record Hint(String words, String advice) {
  }

  private static final List<Hint> HINTS = List.of(
      new Hint("WRONGPASS", "the user or the password in redis.url is not, or no longer, the one that Redis has;"
          + " a user made by ACL SETUSER is forgotten when Redis restarts, unless CONFIG REWRITE or ACL SAVE has kept it"),
      new Hint("NOAUTH", "it wants a user and a password, in redis.url"),
      new Hint("NotAfter", "its certificate, or one above it, has expired"),
      new Hint("PKIX path", "its certificate is not signed by an authority that is trusted here; name the file of its CA in redis.ca"),
      new Hint("No name matching", "redis.url must have a name that stands in the certificate"),
      new Hint("No subject alternative", "redis.url must have a name that stands in the certificate"),
      new Hint("certificate_required", "it wants a certificate of this host; name it in redis.cert and redis.key"),
      new Hint("handshake_failure", "it may want a certificate of this host; name it in redis.cert and redis.key"),
      new Hint("unknown_ca", "it does not trust the certificate in redis.cert"),
      new Hint("decrypt_error", "the private key in redis.key is not that of the certificate in redis.cert"));

  private OpenFailure() {
  }

  /** What went wrong, with what to do about it where that is known; one line, without a secret. */
  public static String reason(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return "no answer";
    }
    if (failure instanceof UnfitRedisException) {
      return "it " + failure.getMessage();
    }
    if (failure instanceof NoMasterException) {
      return String.valueOf(failure.getMessage());
    }
    String all = chain(failure).map(Throwable::getMessage).collect(Collectors.joining("; "));
    return text(failure) + HINTS.stream().filter(hint -> all.contains(hint.words())).findFirst()
        .map(hint -> " (" + hint.advice() + ")").orElse("");
  }

  /** Of a handshake the innermost cause says most. */
  private static String text(Throwable failure) {
    String text = chain(failure).filter(OpenFailure::isOfTls).map(Throwable::getMessage).reduce((outer, inner) -> inner)
        .orElse(failure.getMessage());
    return text == null || text.equals(RedisErrors.CLOSED) ? "connection closed" : text;
  }

  private static boolean isOfTls(Throwable cause) {
    return (cause instanceof GeneralSecurityException || cause instanceof SSLException) && cause.getMessage() != null;
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }

  /** Whether waiting does not change it: refused credentials, a certificate that does not fit, a Redis that cannot be trusted. */
  public static boolean isForGood(Throwable failure) {
    return REFUSALS.stream().anyMatch(code -> RedisErrors.isReply(failure, code))
        || failure instanceof UnfitRedisException unfit && unfit.isLasting()
        || failure instanceof NoMasterException unnamed && unnamed.isLasting() || chain(failure).anyMatch(OpenFailure::isOfCertificates);
  }

  private static boolean isOfCertificates(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    return cause instanceof GeneralSecurityException || cause instanceof SSLException && ALERTS.stream().anyMatch(text::contains);
  }
}
