package dev.gatehouse.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses a key in the URL, where logs, proxies and histories keep it, also when a good header is present: the caller must
 * learn of it, and that key has leaked already.
 */
final class UrlKeyGuard implements Handler<RoutingContext> {

  private static final Set<String> NAMES = Set.of("key", "apikey", "api_key", "access_token", "token", "x-api-key");
  private static final Pattern KEY = Pattern.compile("gth_[0-9a-z]{12}_[0-9a-f]{64}", Pattern.CASE_INSENSITIVE);

  @Override
  public void handle(RoutingContext rc) {
    if (rc.request().query() != null && hasKey(rc.queryParams())) {
      rc.fail(new HttpException(401, "A key does not belong in a URL, where logs keep it. Send it as 'Authorization: Bearer <key>' or"
          + " 'X-API-Key: <key>', and replace this one: it may have leaked."));
      return;
    }
    rc.next();
  }

  private static boolean hasKey(MultiMap parameters) {
    for (Map.Entry<String, String> parameter : parameters) {
      if (NAMES.contains(parameter.getKey().toLowerCase(Locale.ROOT)) || KEY.matcher(parameter.getValue()).find()) {
        return true;
      }
    }
    return false;
  }
}
