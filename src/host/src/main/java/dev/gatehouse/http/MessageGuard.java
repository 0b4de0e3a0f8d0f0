package dev.gatehouse.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;

/**
 * Refuses requests that are malformed or ambiguous: malformed percent-encodings in the path or the query (RFC 3986 section 2.1), transfer
 * codings other than {@code chunked} (RFC 9112 section 6.1), content codings (RFC 9110 section 8.4), expectations other than {@code
 * 100-continue} (RFC 9110 section 10.1.1).
 */
final class MessageGuard implements Handler<RoutingContext> {

  private final ConnectionPersistence persistence;

  MessageGuard(ConnectionPersistence persistence) {
    this.persistence = persistence;
  }

  @Override
  public void handle(RoutingContext rc) {
    MultiMap headers = rc.request().headers();
    if (!hasReadablePath(rc)) {
      rc.fail(new HttpException(400, "The path has a '%' that is not followed by two hexadecimal digits."));
    } else if (!hasReadableQuery(rc)) {
      rc.fail(new HttpException(400, "The query has a '%' that is not followed by two hexadecimal digits."));
    } else if (!isAbsentOr("chunked", headers, HttpHeaders.TRANSFER_ENCODING)) {
      // The end of such a message is ambiguous; what follows must not be parsed as the next request (request smuggling).
      persistence.answerLast(rc.request());
      rc.fail(new HttpException(501, "The Transfer-Encoding must be chunked, or absent."));
    } else if (!isAbsentOr("identity", headers, HttpHeaders.CONTENT_ENCODING)) {
      rc.fail(new HttpException(415, "This host supports no Content-Encoding. Send the body unencoded."));
    } else if (!isAbsentOr("100-continue", headers, HttpHeaders.EXPECT)) {
      rc.fail(new HttpException(417, "The only expectation that this host supports is 100-continue."));
    } else {
      rc.next();
    }
  }

  /** The router throws where it first needs a path that cannot be normalised. */
  private static boolean hasReadablePath(RoutingContext rc) {
    try {
      return rc.request().uri().indexOf('%') < 0 || rc.normalizedPath() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** It throws at whoever asks for a parameter first. */
  private static boolean hasReadableQuery(RoutingContext rc) {
    String query = rc.request().query();
    try {
      return query == null || query.indexOf('%') < 0 || rc.queryParams() != null;
    } catch (HttpException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isAbsentOr(String allowed, MultiMap headers, CharSequence name) {
    if (!headers.contains(name)) {
      return true;
    }
    List<String> values = headers.getAll(name);
    return values.size() == 1 && values.get(0).strip().equalsIgnoreCase(allowed);
  }
}
