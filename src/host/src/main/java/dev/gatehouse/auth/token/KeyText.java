package dev.gatehouse.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses public keys: a JWKS (RFC 7517), one JWK, or PEM blocks {@code PUBLIC KEY} and {@code CERTIFICATE} (RFC 7468). */
final class KeyText {

  private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]*)-----END \\1-----");
  private static final int MOST = 100;
  private static final int ED25519_BYTES = 32;

  private KeyText() {
  }

  /**
   * Parses the keys.
   *
   * @throws IllegalArgumentException when there is none, or one of them is not public; the message holds nothing of the text
   */
  static JWKSet parse(String text) {
    JWKSet set = text.contains("-----BEGIN ") ? pem(text) : json(text);
    if (set.isEmpty() || set.size() > MOST) {
      throw new IllegalArgumentException("it must hold 1 to " + MOST + " keys");
    }
    if (set.containsNonPublicKeys()) {
      throw new IllegalArgumentException("a private key or a secret does not belong here; public keys are enough");
    }
    return set;
  }

  private static JWKSet json(String text) {
    try {
      return text.contains("\"keys\"") ? JWKSet.parse(text) : new JWKSet(JWK.parse(text));
    } catch (ParseException | RuntimeException e) {
      // The parser's message may quote the text.
      throw new IllegalArgumentException("it must be a JWKS or PEM text");
    }
  }

  private static JWKSet pem(String text) {
    List<JWK> keys = new ArrayList<>();
    Matcher block = PEM.matcher(text);
    while (block.find()) {
      keys.add(pem(block.group(1), block.group(2).replaceAll("\\s|\\\\n", "")));
    }
    return new JWKSet(keys);
  }

  private static JWK pem(String kind, String body) {
    try {
      byte[] der = Base64.getDecoder().decode(body);
      return switch (kind) {
        case "PUBLIC KEY" -> publicKey(der);
        case "CERTIFICATE" -> withoutUse(JWK.parse(X509CertUtils.parseWithException(der)));
        default -> throw new IllegalArgumentException("a private key does not belong here; public keys are enough");
      };
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalArgumentException("a PEM block holds no public key of RSA, EC or Ed25519");
    }
  }

  private static JWK withoutUse(JWK key) throws JOSEException {
    return key instanceof RSAKey rsa ? new RSAKey.Builder(rsa.toRSAPublicKey()).build()
        : new ECKey.Builder(((ECKey) key).getCurve(), ((ECKey) key).toECPublicKey()).build();
  }

  private static JWK publicKey(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return jwk(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
      } catch (java.security.spec.InvalidKeySpecException e) {
        // Another kind of key.
      }
    }
    throw new GeneralSecurityException("unknown kind of key");
  }

  private static JWK jwk(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return new RSAKey.Builder(rsa).build();
    }
    if (key instanceof ECPublicKey ec) {
      return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
    }
    byte[] encoded = key.getEncoded();
    return new OctetKeyPair.Builder(Curve.Ed25519,
        Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length))).build();
  }
}
