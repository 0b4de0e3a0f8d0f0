package dev.gatehouse.auth.token;

import com.nimbusds.jose.JWSAlgorithm;
import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.key.Fields;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The signature algorithms that an issuer may use (RFC 7518, RFC 8037, RFC 9864), held apart by the kind of key: RFC 8725 section 3.1. */
final class SignatureAlgorithms {

  /** What a public key verifies. */
  static final Set<String> ASYMMETRIC = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
      "EdDSA", "Ed25519");

  /** The bytes that a secret must have at least for each algorithm (RFC 7518 section 3.2). */
  private static final Map<String, Integer> SYMMETRIC = Map.of("HS256", 32, "HS384", 48, "HS512", 64);

  private SignatureAlgorithms() {
  }

  /**
   * Reads the field {@code algorithms}.
   *
   * @throws FieldException when it names an unknown one, or one that does not fit the issuer's kind of key
   */
  static Set<String> read(Fields fields, TrustAnchor anchor) {
    Set<String> possible = anchor instanceof TrustAnchor.Shared shared ? symmetric(shared) : ASYMMETRIC;
    List<String> named = fields.words(IssuerField.ALGORITHMS, possible::contains,
        anchor instanceof TrustAnchor.Shared
            ? "of HS256, HS384 (48 bytes of secret) and HS512 (64 bytes), because the issuer has a secret"
            : "of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA and Ed25519; HS256 needs 'secret'");
    return named.isEmpty() ? possible : Set.copyOf(named);
  }

  private static Set<String> symmetric(TrustAnchor.Shared shared) {
    int bytes = shared.secret().length;
    return SYMMETRIC.entrySet().stream().filter(row -> row.getValue() <= bytes).map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  static boolean isSymmetric(JWSAlgorithm algorithm) {
    return SYMMETRIC.containsKey(algorithm.getName());
  }
}
