package dev.gatehouse.http;

import dev.gatehouse.auth.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;

/**
 * What a request's headers present as a key.
 *
 * @param text the key as it was sent, or null
 * @param fault why there is none, or null when there is
 */
record PresentedKey(String text, Refusal fault) {

  private static final String AUTHORIZATION = "Authorization";
  private static final String API_KEY = "X-API-Key";
  private static final String BEARER = "Bearer ";

  /**
   * Reads {@code Authorization: Bearer …} and {@code X-API-Key: …}.
   *
   * @throws HttpException 400 when a header is repeated or the two differ: which one counts would be anybody's guess
   */
  static PresentedKey of(MultiMap headers) {
    String authorization = single(headers, AUTHORIZATION);
    String apiKey = single(headers, API_KEY);
    if (authorization == null) {
      return apiKey == null ? new PresentedKey(null, Refusal.MISSING) : new PresentedKey(apiKey.strip(), null);
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return new PresentedKey(null, Refusal.WRONG_SCHEME);
    }
    String bearer = authorization.substring(BEARER.length()).strip();
    if (apiKey != null && !apiKey.strip().equals(bearer)) {
      throw new HttpException(400, "Authorization and X-API-Key carry different keys. Send one.");
    }
    return new PresentedKey(bearer, null);
  }

  private static String single(MultiMap headers, String name) {
    List<String> values = headers.getAll(name);
    if (values.size() > 1) {
      throw new HttpException(400, "The " + name + " header is repeated. Send it once.");
    }
    return values.isEmpty() ? null : values.get(0);
  }
}
