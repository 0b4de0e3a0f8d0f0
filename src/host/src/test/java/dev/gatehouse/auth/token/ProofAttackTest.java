package dev.gatehouse.auth.token;

import static dev.gatehouse.auth.token.TokenAttackTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The attack table of tokens that are bound to a key (RFC 9449): each row is a proof that must not do. */
final class ProofAttackTest {

  private static final String URL = "https://mcp.example/t/acme/mcp";
  private static final ECKey HOLDER = TokenFixture.ec(Curve.P_256, "holder");
  private static final ECKey THIEF = TokenFixture.ec(Curve.P_256, "thief");

  private final TokenFixture host = new TokenFixture();

  @AfterEach
  void close() {
    host.close();
  }

  private static String bound(TokenFixture host) {
    try {
      return TokenFixture.sign(TokenFixture.header(JWSAlgorithm.RS256, TokenFixture.RSA).build(),
          host.claims().claim("cnf", Map.of("jkt", HOLDER.computeThumbprint().toString())).build(), TokenFixture.RSA);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWSHeader.Builder header(ECKey key) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("dpop+jwt")).jwk(key.toPublicJWK());
  }

  private static JWTClaimsSet.Builder claims(TokenFixture host, String token) {
    return new JWTClaimsSet.Builder().jwtID("p-1").claim("htm", "POST").claim("htu", URL).issueTime(Date.from(host.now()))
        .claim("ath", Base64URL.encode(dev.gatehouse.auth.key.Sha256.of(token)).toString());
  }

  private static String proof(TokenFixture host, String token) {
    return TokenFixture.sign(header(HOLDER).build(), claims(host, token).build(), HOLDER);
  }

  private static TokenFixture.Sent sent(String token, List<String> proofs) {
    return new TokenFixture.Sent(token, TokenFixture.TENANT, "POST", URL, proofs, true);
  }

  private static Arguments row(String name, BiFunction<TokenFixture, String, List<String>> proofs) {
    return Arguments.of(name, proofs);
  }

  private static Arguments claim(String name, String claim, Object value) {
    return row(name, (host, token) -> List.of(
        TokenFixture.sign(header(HOLDER).build(), claims(host, token).claim(claim, value).build(), HOLDER)));
  }

  static Stream<Arguments> proofs() {
    return Stream.of(
        row("none", (host, token) -> List.of()),
        row("two", (host, token) -> List.of(proof(host, token), proof(host, token))),
        row("no JWT", (host, token) -> List.of("x")),
        row("of another key", (host, token) -> List.of(
            TokenFixture.sign(header(THIEF).build(), claims(host, token).build(), THIEF))),
        row("signed by another key than the one it shows", (host, token) -> List.of(
            TokenFixture.sign(header(HOLDER).build(), claims(host, token).build(), THIEF))),
        row("without its key", (host, token) -> List.of(TokenFixture.sign(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("dpop+jwt")).build(), claims(host, token).build(), HOLDER))),
        row("with another typ", (host, token) -> List.of(
            TokenFixture.sign(header(HOLDER).type(JOSEObjectType.JWT).build(), claims(host, token).build(), HOLDER))),
        row("symmetric", (host, token) -> List.of(symmetric(host, token))),
        row("with the private key in it", (host, token) -> List.of(withPrivateKey(host, token))),
        row("with crit", (host, token) -> List.of(TokenFixture.sign(
            header(HOLDER).customParam("x", 1).criticalParams(java.util.Set.of("x")).build(), claims(host, token).build(), HOLDER))),
        row("the token itself", (host, token) -> List.of(token)),
        claim("for another method", "htm", "GET"),
        claim("for another path", "htu", "https://mcp.example/t/globex/mcp"),
        claim("for another host", "htu", "https://evil.example/t/acme/mcp"),
        claim("for another scheme", "htu", "http://mcp.example/t/acme/mcp"),
        claim("without htu", "htu", null),
        claim("61 s old", "iat", TokenFixture.NOW.getEpochSecond() - 61),
        claim("of 61 s from now", "iat", TokenFixture.NOW.getEpochSecond() + 61),
        claim("of the end of time", "iat", Long.MIN_VALUE),
        claim("without iat", "iat", null),
        claim("for another token", "ath", Base64URL.encode(dev.gatehouse.auth.key.Sha256.of("x")).toString()),
        claim("without ath", "ath", null),
        claim("without jti", "jti", null),
        claim("with a jti of 129 characters", "jti", "a".repeat(129)));
  }

  private static String symmetric(TokenFixture host, String token) {
    try {
      return TokenFixture.sign(new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType("dpop+jwt")).jwk(HOLDER.toPublicJWK())
          .build(), claims(host, token).build(), new MACSigner(HOLDER.toECPublicKey().getEncoded()));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The library makes no such header, so it is written by hand and has no good signature; it is refused before that matters. */
  private static String withPrivateKey(TokenFixture host, String token) {
    String good = proof(host, token);
    String header = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":" + HOLDER.toJSONString() + "}";
    return Base64URL.encode(header) + good.substring(good.indexOf('.'));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proofs")
  void does_not_do(String name, BiFunction<TokenFixture, String, List<String>> proofs) {
    String token = bound(host);

    Admission admission = host.admit(sent(token, proofs.apply(host, token)));

    assertThat(reason(admission)).isEqualTo(AuthFailure.BAD_PROOF);
    assertThat(host.admit(sent(token, List.of(proof(host, token))))).as("the token is good").isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void a_proof_is_good_once_on_all_hosts_together() {
    TokenFixture other = new TokenFixture(host);
    other.pages.put("/jwks", request -> request.response().end(
        new com.nimbusds.jose.jwk.JWKSet(List.of(TokenFixture.RSA, TokenFixture.EC)).toString()));
    other.put("issuer:acme:corp", Map.of("issuer", host.issuer(), "jwks", other.url("/jwks")));
    String token = bound(host);
    String proof = proof(host, token);
    try {
      assertThat(host.admit(sent(token, List.of(proof)))).isInstanceOf(Admission.Admitted.class);

      assertThat(((Admission.Refused) host.admit(sent(token, List.of(proof)))).detail()).isEqualTo("the proof was used before");
      assertThat(((Admission.Refused) other.admit(sent(token, List.of(proof)))).detail()).isEqualTo("the proof was used before");
      String resigned = TokenFixture.sign(header(HOLDER).build(), claims(host, token).build(), HOLDER);
      assertThat(resigned).isNotEqualTo(proof);
      assertThat(reason(other.admit(sent(token, List.of(resigned))))).as("the same id signed again").isEqualTo(AuthFailure.BAD_PROOF);
    } finally {
      other.close();
    }
  }

  @Test
  void equal_urls_may_be_written_in_two_ways() {
    String token = bound(host);
    String proof = TokenFixture.sign(header(HOLDER).build(),
        claims(host, token).claim("htu", "HTTPS://MCP.example:443/t/./acme/mcp?q=1#f").build(), HOLDER);

    assertThat(host.admit(sent(token, List.of(proof)))).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void the_scheme_must_fit_the_token() {
    String token = bound(host);
    assertThat(((Admission.Refused) host.admit(token)).detail()).isEqualTo("the token is bound to a key");
    assertThat(((Admission.Refused) host.admit(sent(host.good(), List.of(proof(host, host.good()))))).detail())
        .isEqualTo("the token is not bound to a key");
  }
}
