package dev.gatehouse.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.TestHost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An authorization server without a port: its keys stand in the issuer's record, and the test signs its tokens. */
final class TestIssuer {

  static final String ISS = "https://idp.example.com/realms/one";

  private final ECKey key = key();

  static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes the record of this issuer at a tenant, with more fields, name and value by turns. */
  void record(TestHost host, String tenant, String name, String... fields) {
    List<String> words = new ArrayList<>(List.of("HSET", "mcp:issuer:" + tenant + ":" + name, "issuer", ISS, "keys",
        new JWKSet(key.toPublicJWK()).toString()));
    words.addAll(Arrays.asList(fields));
    host.redis().cli(words.toArray(String[]::new));
  }

  /** A token of {@code ann} that ends in an hour, with these claims beside. */
  String token(String audience, String scope, Map<String, ?> claims) {
    return token(audience, scope, 3600, claims);
  }

  String token(String audience, String scope, int seconds, Map<String, ?> claims) {
    long now = System.currentTimeMillis();
    JWTClaimsSet.Builder set = new JWTClaimsSet.Builder().issuer(ISS).subject("ann").audience(audience).claim("scope", scope)
        .claim("client_id", "agent").jwtID(UUID.randomUUID().toString()).issueTime(new Date(now))
        .expirationTime(new Date(now + seconds * 1000L));
    claims.forEach(set::claim);
    try {
      SignedJWT jwt = new SignedJWT(
          new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").type(new JOSEObjectType("at+jwt")).build(), set.build());
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
