package dev.gatehouse.auth.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JWS in compact form (RFC 7515 section 3.1), parsed and not verified: nothing in it is true.
 *
 * @param jws the library's form of it
 * @param claims the claims
 */
record ParsedToken(SignedJWT jws, Map<String, Object> claims) {

  /** The longest token, in characters: one with some hundred groups of a directory has 8,000. */
  static final int LONGEST = 16 * 1024;

  private static final int PARTS = 3;

  /** Whether a credential has a token's form: three parts in base64url, of which the first is a JSON object with {@code alg}. */
  static boolean hasForm(String text) {
    int header = text.indexOf('.');
    int payload = text.indexOf('.', header + 1);
    if (header <= 0 || payload < 0 || text.indexOf('.', payload + 1) >= 0 || !isEncoded(text)) {
      return false;
    }
    // The header of a token that is far too long is not read.
    return header > LONGEST || header(text.substring(0, header)) != null;
  }

  /** Quick, since each API key is asked about, too. */
  private static boolean isEncoded(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean encoded = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
      if (!encoded) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Map<String, Object> header(String part) {
    try {
      Map<String, Object> header = JSONObjectUtils.parse(new Base64URL(part).decodeToString());
      return header.get("alg") instanceof String ? header : null;
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  /**
   * Parses a token.
   *
   * @throws AuthFailedException when it is too long, is not signed, or is no JWT
   */
  static ParsedToken of(String text) {
    if (text.length() > LONGEST) {
      throw new AuthFailedException(AuthFailure.TOO_LONG, null, text.length() + " characters");
    }
    try {
      Base64URL[] parts = com.nimbusds.jose.JOSEObject.split(text);
      if (parts.length != PARTS || !isCanonical(parts[2])) {
        throw new AuthFailedException(AuthFailure.MALFORMED, null, "not a signed JWT");
      }
      if (!JWSAlgorithm.Family.SIGNATURE.contains(algorithm(parts[0])) && !JWSAlgorithm.Family.HMAC_SHA.contains(algorithm(parts[0]))) {
        throw new AuthFailedException(AuthFailure.BAD_SIGNATURE, null, "no such algorithm");
      }
      SignedJWT jws = new SignedJWT(parts[0], parts[1], parts[2]);
      return new ParsedToken(jws, JSONObjectUtils.parse(jws.getPayload().toString()));
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      throw e instanceof AuthFailedException known ? known : new AuthFailedException(AuthFailure.MALFORMED, null, "not a signed JWT");
    }
  }

  /** The last character has bits to spare (RFC 4648 section 3.5), which would give one signature several texts. */
  private static boolean isCanonical(Base64URL part) {
    return Base64URL.encode(part.decode()).equals(part);
  }

  private static JWSAlgorithm algorithm(Base64URL header) {
    Map<String, Object> fields = header(header.toString());
    return fields == null ? new JWSAlgorithm("none") : new JWSAlgorithm((String) fields.get("alg"));
  }

  JWSHeader header() {
    return jws.getHeader();
  }

  /** The claim {@code iss}, which is just where to look for keys. */
  @Nullable
  String issuer() {
    return claims.get("iss") instanceof String iss ? iss : null;
  }

  /** Never a part of the token. */
  @Override
  public String toString() {
    return "ParsedToken";
  }
}
