package dev.gatehouse.auth.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Verifies tokens (RFC 7519, RFC 9068, RFC 8725). Pure. Header parameters that bring or name keys ({@code jwk}, {@code jku}, {@code x5u},
 * {@code x5c}) are not looked at.
 */
final class TokenVerifier {

  private static final String APPLICATION = "application/";
  /** RFC 9068 section 2.1; many authorization servers write {@code JWT} or nothing. */
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt");

  private TokenVerifier() {
  }

  /**
   * Verifies a token.
   *
   * @param keys the issuer's public keys; not used when it has a secret
   * @param audiences one of them must be in {@code aud}
   * @throws AuthFailedException with the reason, and a detail without any part of the token but names of claims
   */
  static VerifiedToken verify(ParsedToken token, Issuer issuer, List<JWK> keys, Collection<String> audiences, Instant now) {
    header(token.header(), issuer);
    signature(token, issuer, keys);
    ClaimsReader claims = new ClaimsReader(token.claims(), issuer, now);
    try {
      return claims.read(audiences);
    } catch (AuthFailedException e) {
      throw new AuthFailedException(claims.refused(e.admission()));
    }
  }

  private static void header(JWSHeader header, Issuer issuer) {
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      throw refused(AuthFailure.CRITICAL_HEADER, "crit");
    }
    JOSEObjectType type = header.getType();
    String name = type == null ? "jwt" : type.getType().toLowerCase(Locale.ROOT);
    if (!TYPES.contains(name.startsWith(APPLICATION) ? name.substring(APPLICATION.length()) : name)) {
      throw refused(AuthFailure.WRONG_TYPE, "typ");
    }
    if (!issuer.algorithms().contains(header.getAlgorithm().getName())) {
      throw refused(AuthFailure.BAD_SIGNATURE, header.getAlgorithm().getName() + " is not among the issuer's algorithms");
    }
  }

  private static void signature(ParsedToken token, Issuer issuer, List<JWK> keys) {
    if (issuer.anchor() instanceof TrustAnchor.Shared shared) {
      require(SignatureAlgorithms.isSymmetric(token.header().getAlgorithm()) && SignatureCheck.verifies(token.jws(), shared.secret()));
      return;
    }
    List<JWK> candidates = SignatureCheck.candidates(keys, token.header());
    if (candidates.isEmpty()) {
      throw refused(AuthFailure.UNKNOWN_SIGNING_KEY, "the key set has no key of that kid and algorithm");
    }
    require(candidates.stream().anyMatch(key -> SignatureCheck.verifies(token.jws(), key)));
  }

  private static void require(boolean genuine) {
    if (!genuine) {
      throw refused(AuthFailure.BAD_SIGNATURE, null);
    }
  }

  static AuthFailedException refused(AuthFailure reason, @org.jspecify.annotations.Nullable String detail) {
    return new AuthFailedException(reason, null, detail);
  }
}
