package dev.gatehouse;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An issuer of a {@link TestHost} that shares a secret with it, and its tokens. */
public final class TestIssuer {

  private static final String AUDIENCE = "urn:gatehouse:test";

  private final String iss;
  private final String secret;

  private TestIssuer(String iss, String secret) {
    this.iss = iss;
    this.secret = secret;
  }

  /**
   * Makes an issuer.
   *
   * @param fields more fields of its record, name and value by turns
   */
  public static TestIssuer of(TestHost host, String tenant, String name, String... fields) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    TestIssuer issuer = new TestIssuer("https://" + name + '.' + tenant + ".test", HexFormat.of().formatHex(random));
    List<String> words = new ArrayList<>(List.of("HSET", "mcp:issuer:" + tenant + ':' + name, "issuer", issuer.iss, "audience", AUDIENCE,
        "secret", issuer.secret));
    words.addAll(Arrays.asList(fields));
    host.redis().cli(words.toArray(String[]::new));
    return issuer;
  }

  /** One whose tokens this issuer's name is on, and not its signature. */
  public TestIssuer forged() {
    return new TestIssuer(iss, "not the secret, but as long as it must be");
  }

  /** One that no record names. */
  public TestIssuer unknown() {
    return new TestIssuer(iss + "/unknown", secret);
  }

  /** A good token of ann with all tools, of a client and for an hour; null removes a claim. */
  public String token(Map<String, Object> claims) {
    JWTClaimsSet.Builder all = new JWTClaimsSet.Builder().issuer(iss).audience(AUDIENCE).subject("ann").jwtID(UUID.randomUUID().toString())
        .issueTime(new Date()).expirationTime(Date.from(Instant.now().plusSeconds(3600))).claim("client_id", "desktop")
        .claim("gatehouse", Map.of("tools", "*"));
    claims.forEach(all::claim);
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), all.build());
    try {
      token.sign(new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  /** The secret, to look for where it must not be. */
  public String secret() {
    return secret;
  }
}
