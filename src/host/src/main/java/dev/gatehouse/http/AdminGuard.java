package dev.gatehouse.http;

import dev.gatehouse.auth.key.Sha256;
import dev.gatehouse.auth.limit.DenialLimiter;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.record.AddressBlock;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard of pages that are for operators alone: asks for {@code admin.token} where one is set, by HTTP Basic (RFC 7617) with any user
 * name, or as a Bearer token (RFC 6750). It sets the headers that keep a browser from running, framing or leaking anything of them, and
 * refuses what another web page has asked for (Fetch Metadata).
 */
final class AdminGuard implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(AdminGuard.class);
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
      + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  private final byte @Nullable [] expected;
  private final DenialLimiter denials = new DenialLimiter();
  private final LogThrottle throttle;

  /**
   * Creates the guard.
   *
   * @param token null to ask for none
   * @param throttle of what is logged about refusals
   */
  AdminGuard(@Nullable String token, LogThrottle throttle) {
    this.expected = token == null ? null : Sha256.of(token);
    this.throttle = throttle;
  }

  @Override
  public void handle(RoutingContext rc) {
    rc.response().putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cache-Control", "no-store");
    if (isForeign(rc)) {
      refuse(rc.response(), 403, "Only the console's own page may ask for this.");
    } else if (rc.request().headers().getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
      refuse(rc.response(), 400, "The Authorization header is repeated. Send it once.");
    } else if (expected == null || isExpected(presented(rc))) {
      rc.next();
    } else {
      unauthorized(rc);
    }
  }

  /**
   * Whether another page asks. A link from anywhere may be followed: it opens a page of its own, which the other one cannot read, and which
   * cannot be framed.
   */
  private static boolean isForeign(RoutingContext rc) {
    String site = rc.request().getHeader("Sec-Fetch-Site");
    boolean own = site == null || site.equals("same-origin") || site.equals("none");
    return !own && !("navigate".equals(rc.request().getHeader("Sec-Fetch-Mode"))
        && "document".equals(rc.request().getHeader("Sec-Fetch-Dest")));
  }

  /** The time does not depend on the text, since digests are compared. */
  private boolean isExpected(@Nullable String presented) {
    return presented != null && MessageDigest.isEqual(expected, Sha256.of(presented));
  }

  /** The token of the Authorization header, or null when there is none that can be read. */
  private static @Nullable String presented(RoutingContext rc) {
    String header = rc.request().getHeader(HttpHeaders.AUTHORIZATION);
    String scheme = header == null ? "" : header.toLowerCase(Locale.ROOT);
    if (scheme.startsWith(BEARER)) {
      return header.substring(BEARER.length()).strip();
    }
    return scheme.startsWith(BASIC) ? password(header.substring(BASIC.length()).strip()) : null;
  }

  private static @Nullable String password(String encoded) {
    try {
      String both = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = both.indexOf(':');
      return colon < 0 ? null : both.substring(colon + 1);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Wrong tokens are counted by address. The right one passes however many wrong ones came before it: it cannot be guessed. */
  private void unauthorized(RoutingContext rc) {
    if (rc.request().getHeader(HttpHeaders.AUTHORIZATION) == null) {
      challenge(rc.response());
      return;
    }
    SocketAddress remote = rc.request().connection().remoteAddress(true);
    String address = remote == null ? "-" : remote.hostAddress();
    if (throttle.admits("wrong admin.token from " + address)) {
      LOG.warn("refused with 401: a wrong admin.token, from {}, admin port", address);
    }
    long wait = denials.charge(remote == null ? address : AddressBlock.of(address));
    if (wait == 0) {
      challenge(rc.response());
    } else {
      rc.response().putHeader("Retry-After", Long.toString(TimeUnit.MILLISECONDS.toSeconds(wait) + 1));
      refuse(rc.response(), 429, "Too many wrong tokens came from this address.");
    }
  }

  private static void challenge(HttpServerResponse response) {
    response.putHeader("WWW-Authenticate", "Basic realm=\"Gatehouse console\", charset=\"UTF-8\"");
    refuse(response, 401, "The console needs the token of the configuration (admin.token): as the password, with any user name.");
  }

  private static void refuse(HttpServerResponse response, int status, String why) {
    response.setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8").end(why + "\n");
  }
}
