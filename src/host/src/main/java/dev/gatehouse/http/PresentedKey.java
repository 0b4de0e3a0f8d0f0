package dev.gatehouse.http;

import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.key.ApiKey;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key in a request's headers, or what another {@link dev.gatehouse.auth.AuthScheme} takes in its place.
 *
 * @param text the key as it was sent, or null
 * @param fault why there is none, or null when there is
 * @param dpop whether it was sent by the scheme {@code DPoP} (RFC 9449 section 7.1)
 */
record PresentedKey(@Nullable String text, @Nullable AuthFailure fault, boolean dpop) {

  private static final CharSequence AUTHORIZATION = HttpHeaders.createOptimized("Authorization");
  private static final CharSequence API_KEY = HttpHeaders.createOptimized("X-API-Key");
  private static final String BEARER = "Bearer ";
  private static final String DPOP = "DPoP ";

  /** One that was not sent by the scheme {@code DPoP}. */
  PresentedKey(@Nullable String text, @Nullable AuthFailure fault) {
    this(text, fault, false);
  }

  /**
   * Reads {@code Authorization: Bearer …}, {@code Authorization: DPoP …} and {@code X-API-Key: …}. A header that holds no key (an empty
   * one, a bare {@code Bearer}, another scheme) does not compete with the other header's key. Alone it is a credential all the same, and a
   * bad one: never a caller without.
   *
   * @throws HttpException 400 when a header is repeated or they carry different keys: which one counts would be anybody's guess
   */
  static PresentedKey of(MultiMap headers) {
    String authorization = single(headers, AUTHORIZATION);
    String apiKey = single(headers, API_KEY);
    if (authorization == null) {
      return apiKey == null ? new PresentedKey(null, AuthFailure.MISSING) : new PresentedKey(apiKey, null);
    }
    boolean dpop = isOf(authorization, DPOP);
    String bearer = dpop ? after(authorization, DPOP) : isOf(authorization, BEARER) ? after(authorization, BEARER) : "";
    boolean other = apiKey != null && !apiKey.isEmpty();
    if (bearer.isEmpty()) {
      // A key under another scheme is one that somebody meant to present.
      return other && !ApiKey.isIn(authorization) ? new PresentedKey(apiKey, null) : new PresentedKey(null, AuthFailure.WRONG_SCHEME);
    }
    if (other && !bearer.equals(apiKey)) {
      throw new HttpException(400, "Authorization and X-API-Key carry different keys. Send one.");
    }
    return new PresentedKey(bearer, null, dpop);
  }

  private static boolean isOf(String authorization, String scheme) {
    return authorization.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static String after(String authorization, String scheme) {
    return authorization.substring(scheme.length()).strip();
  }

  private static @Nullable String single(MultiMap headers, CharSequence name) {
    if (!headers.contains(name)) {
      return null;
    }
    List<String> values = headers.getAll(name);
    if (values.size() > 1) {
      throw new HttpException(400, "The " + name + " header is repeated. Send it once.");
    }
    return values.get(0).strip();
  }
}
