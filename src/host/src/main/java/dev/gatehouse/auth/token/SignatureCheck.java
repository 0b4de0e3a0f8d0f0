package dev.gatehouse.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies a signature by a key that fits its algorithm, and by no other (RFC 8725 section 3.1). */
final class SignatureCheck {

  private static final int LEAST_RSA_BITS = 2048;
  private static final Set<String> EDDSA = Set.of("EdDSA", "Ed25519");
  /** The keys that are tried for a token that names none. */
  private static final int MOST_TRIED = 10;

  private SignatureCheck() {
  }

  /** The keys that may have made the signature: by {@code kid}, else those without an id, and of them those that fit the algorithm. */
  static List<JWK> candidates(List<JWK> keys, JWSHeader header) {
    String kid = header.getKeyID();
    List<JWK> named = kid == null ? keys : keys.stream().filter(key -> kid.equals(key.getKeyID())).toList();
    List<JWK> asked = named.isEmpty() ? keys.stream().filter(key -> key.getKeyID() == null).toList() : named;
    return asked.stream().filter(key -> fits(key, header.getAlgorithm())).limit(MOST_TRIED).toList();
  }

  /** Whether the key set has the key that the header names; always, when it names none. */
  static boolean hasKey(List<JWK> keys, @Nullable String kid) {
    return kid == null || keys.stream().anyMatch(key -> key.getKeyID() == null || kid.equals(key.getKeyID()));
  }

  /** Whether a key may verify by this algorithm: by its type, its curve, its size and what it says of itself. */
  static boolean fits(JWK key, JWSAlgorithm algorithm) {
    boolean meant = key.getAlgorithm() == null || key.getAlgorithm().getName().equals(algorithm.getName())
        || EDDSA.contains(key.getAlgorithm().getName()) && EDDSA.contains(algorithm.getName());
    boolean signs = key.getKeyUse() == null || "sig".equals(key.getKeyUse().identifier());
    boolean verifies = key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY);
    return meant && signs && verifies && fitsType(key, algorithm);
  }

  private static boolean fitsType(JWK key, JWSAlgorithm algorithm) {
    if (key instanceof RSAKey rsa) {
      return JWSAlgorithm.Family.RSA.contains(algorithm) && rsa.size() >= LEAST_RSA_BITS;
    }
    if (key instanceof ECKey ec) {
      return JWSAlgorithm.Family.EC.contains(algorithm) && Curve.forJWSAlgorithm(algorithm).contains(ec.getCurve());
    }
    return key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve()) && EDDSA.contains(algorithm.getName());
  }

  /** Whether the key made the signature. False for a key or signature that cannot be read. */
  static boolean verifies(JWSObject jws, JWK key) {
    try {
      return jws.verify(verifier(key));
    } catch (JOSEException | RuntimeException e) {
      return false;
    }
  }

  /** Whether the secret made the signature. */
  static boolean verifies(JWSObject jws, byte[] secret) {
    try {
      return jws.verify(new MACVerifier(secret));
    } catch (JOSEException | RuntimeException e) {
      return false;
    }
  }

  private static JWSVerifier verifier(JWK key) throws JOSEException {
    if (key instanceof RSAKey rsa) {
      return new RSASSAVerifier(rsa);
    }
    return key instanceof ECKey ec ? new ECDSAVerifier(ec) : new Ed25519JwsVerifier((OctetKeyPair) key);
  }
}
