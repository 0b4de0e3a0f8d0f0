package dev.gatehouse.http;

import dev.gatehouse.auth.key.ApiKey;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses a key in the URL, where logs, proxies and histories keep it, even when a valid header is present: that key has leaked already,
 * and the caller must learn of it.
 */
final class UrlKeyGuard implements Handler<RoutingContext> {

  /** Names of key parameters, in lower case and letters only. */
  private static final Set<String> NAMES = Set.of("key", "apikey", "xapikey", "accesstoken", "token", "authorization");
  private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z]");

  @Override
  public void handle(RoutingContext rc) {
    if (!isPlain(rc.request().uri())) {
      rc.fail(new HttpException(400, "The URL has characters that must be percent-encoded."));
      return;
    }
    if (ApiKey.isIn(rc.normalizedPath()) || rc.request().query() != null && hasKey(rc.queryParams())) {
      rc.fail(new HttpException(401, "A key does not belong in a URL, where logs keep it. Send it as 'Authorization: Bearer <key>' or"
          + " 'X-API-Key: <key>', and replace this one: it may have leaked."));
      return;
    }
    rc.next();
  }

  /** Visible ASCII, as RFC 3986 has it: what a terminal would obey must not come as far as the log. */
  private static boolean isPlain(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) <= ' ' || uri.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** So that {@code api-key}, {@code Api_Key} and {@code key[]} are one. */
  private static String letters(String name) {
    return NO_LETTER.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
  }

  private static boolean hasKey(MultiMap parameters) {
    for (Map.Entry<String, String> parameter : parameters) {
      String name = parameter.getKey();
      if (NAMES.contains(letters(name)) || ApiKey.isIn(name) || ApiKey.isIn(parameter.getValue())) {
        return true;
      }
    }
    return false;
  }
}
