package dev.gatehouse.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.AuthRequest;
import dev.gatehouse.auth.key.Sha256;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a DPoP proof (RFC 9449 section 4.3): that the holder of the key that a token is bound to has made it, for this request, now. Whether
 * it was used before is the business of the {@link ProofLog}.
 *
 * @param proofs the values of the request's DPoP headers
 * @param method the request's method
 * @param url the request's URL, as the client sees it
 * @param accessHash the token's SHA-256, in base64url
 * @param thumbprint of the key that the token is bound to
 */
record ProofCheck(List<String> proofs, String method, String url, String accessHash, String thumbprint) {

  /** How far the time of a proof may be from now. */
  static final Duration WINDOW = Duration.ofSeconds(60);

  private static final String TYPE = "dpop+jwt";
  private static final int LONGEST = 8 * 1024;
  private static final int LONGEST_ID = 128;

  static ProofCheck of(AuthRequest request, String accessHash, String thumbprint) {
    return new ProofCheck(request.proofs(), request.method(), request.url(), accessHash, thumbprint);
  }

  /**
   * Checks the proof.
   *
   * @return what replays are found by: a digest of the key and the proof's id, since the bytes of a signature could be changed
   * @throws AuthFailedException when it is not good
   */
  String check(Instant now) {
    require(proofs.size() == 1, proofs.isEmpty() ? "no proof" : "more than one proof");
    require(proofs.get(0).length() <= LONGEST, "the proof is too long");
    ParsedToken proof = parse(proofs.get(0));
    JWK key = key(proof.header());
    require(SignatureCheck.verifies(proof.jws(), key), "its signature");
    Map<String, Object> claims = proof.claims();
    require(method.equals(claims.get("htm")), "htm");
    require(claims.get("htu") instanceof String text && isSame(url, text), "htu");
    require(claims.get("iat") instanceof Number at && isNear(at.longValue(), now), "iat");
    require(claims.get("ath") instanceof String hash && same(hash, accessHash), "ath");
    if (!(claims.get("jti") instanceof String id) || id.isEmpty() || id.length() > LONGEST_ID) {
      throw bad("jti");
    }
    return Sha256.hex(thumbprint + '\n' + id);
  }

  private static ParsedToken parse(String text) {
    try {
      return ParsedToken.of(text);
    } catch (AuthFailedException e) {
      throw bad("it is no signed JWT with a public key");
    }
  }

  private JWK key(JWSHeader header) {
    require(header.getType() != null && TYPE.equals(header.getType().getType().toLowerCase(Locale.ROOT)), "typ");
    require(header.getCriticalParams() == null && header.isBase64URLEncodePayload(), "crit");
    JWK key = header.getJWK();
    if (key == null || key.isPrivate() || !SignatureAlgorithms.ASYMMETRIC.contains(header.getAlgorithm().getName())
        || !SignatureCheck.fits(key, header.getAlgorithm())) {
      throw bad("its key or algorithm");
    }
    try {
      require(same(key.computeThumbprint().toString(), thumbprint), "it is made with another key");
    } catch (JOSEException e) {
      throw bad("its key");
    }
    return key;
  }

  private static boolean isNear(long seconds, Instant now) {
    return Math.abs(Math.max(0, Math.min(seconds, 1L << 40)) - now.getEpochSecond()) <= WINDOW.toSeconds();
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether two URLs are the same; one that cannot be read is not the same as any. */
  private static boolean isSame(String one, String other) {
    String normal = normal(one);
    return !normal.isEmpty() && normal.equals(normal(other));
  }

  /** Scheme, host, port and path (RFC 3986 section 6.2.2 and 6.2.3), without query and fragment; empty when it cannot be read. */
  private static String normal(String url) {
    try {
      URI uri = new URI(url).normalize();
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      int standard = scheme.equals("https") ? 443 : 80;
      String path = uri.getRawPath();
      return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ':' + (uri.getPort() < 0 ? standard : uri.getPort())
          + (path == null || path.isEmpty() ? "/" : path);
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private static void require(boolean holds, @Nullable String what) {
    if (!holds) {
      throw bad(what);
    }
  }

  private static AuthFailedException bad(@Nullable String what) {
    return TokenVerifier.refused(AuthFailure.BAD_PROOF, what);
  }

  /** Never a proof. */
  @Override
  public String toString() {
    return "ProofCheck[" + method + ' ' + url + ']';
  }
}
