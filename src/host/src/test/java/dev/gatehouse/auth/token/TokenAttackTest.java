package dev.gatehouse.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.Eventually;
import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Principal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The attack table: each row is one token that must not be admitted, made with real keys and signatures, and the reason that logs show. */
final class TokenAttackTest {

  private final TokenFixture host = new TokenFixture();

  @AfterEach
  void close() {
    host.close();
  }

  private static Arguments row(String name, AuthFailure reason, Function<TokenFixture, String> token) {
    return Arguments.of(name, reason, token);
  }

  private static Arguments claims(String name, AuthFailure reason, UnaryOperator<JWTClaimsSet.Builder> change) {
    return row(name, reason, host -> TokenFixture.sign(TokenFixture.header(JWSAlgorithm.RS256, TokenFixture.RSA).build(),
        change.apply(host.claims()).build(), TokenFixture.RSA));
  }

  private static Arguments header(String name, AuthFailure reason, UnaryOperator<JWSHeader.Builder> change) {
    return row(name, reason, host -> TokenFixture.sign(change.apply(TokenFixture.header(JWSAlgorithm.RS256, TokenFixture.RSA)).build(),
        host.claims().build(), TokenFixture.RSA));
  }

  private static Date at(long seconds) {
    return Date.from(TokenFixture.NOW.plusSeconds(seconds));
  }

  private static String encoded(String text) {
    return Base64URL.encode(text).toString();
  }

  static Stream<Arguments> attacks() {
    return Stream.of(
        row("alg none", AuthFailure.BAD_SIGNATURE,
            host -> encoded("{\"alg\":\"none\"}") + '.' + encoded(host.claims().build().toString()) + '.'),
        row("alg none with a signature", AuthFailure.BAD_SIGNATURE,
            host -> encoded("{\"alg\":\"None\"}") + host.good().substring(host.good().indexOf('.'))),
        row("the public key as an HMAC secret", AuthFailure.BAD_SIGNATURE, TokenAttackTest::confused),
        row("the modulus as an HMAC secret", AuthFailure.BAD_SIGNATURE, TokenAttackTest::confusedByModulus),
        row("signed by a stranger with the right kid", AuthFailure.BAD_SIGNATURE,
            host -> TokenFixture.sign(TokenFixture.header(JWSAlgorithm.RS256, TokenFixture.RSA).build(), host.claims().build(),
                TokenFixture.OTHER_RSA)),
        row("without a signature", AuthFailure.MALFORMED, host -> host.good().substring(0, host.good().lastIndexOf('.') + 1)),
        row("the signature of another token", AuthFailure.BAD_SIGNATURE, TokenAttackTest::spliced),
        row("an algorithm of another kind of key", AuthFailure.UNKNOWN_SIGNING_KEY,
            host -> TokenFixture.sign(TokenFixture.header(JWSAlgorithm.ES256, TokenFixture.RSA).build(), host.claims().build(),
                TokenFixture.EC)),
        row("an unknown kid", AuthFailure.UNKNOWN_SIGNING_KEY,
            host -> TokenFixture.sign(TokenFixture.header(JWSAlgorithm.RS256, TokenFixture.OTHER_RSA).build(), host.claims().build(),
                TokenFixture.OTHER_RSA)),
        header("the embedded jwk of a stranger", AuthFailure.UNKNOWN_SIGNING_KEY,
            header -> header.keyID("mine").jwk(TokenFixture.OTHER_RSA.toPublicJWK())),
        header("jku of a stranger", AuthFailure.UNKNOWN_SIGNING_KEY,
            header -> header.keyID("mine").jwkURL(URI.create("http://127.0.0.1:1/jwks"))),
        header("x5u of a stranger", AuthFailure.UNKNOWN_SIGNING_KEY,
            header -> header.keyID("mine").x509CertURL(URI.create("http://127.0.0.1:1/cert"))),
        header("crit", AuthFailure.CRITICAL_HEADER, header -> header.customParam("ext", 1).criticalParams(Set.of("ext"))),
        header("crit exp", AuthFailure.CRITICAL_HEADER, header -> header.criticalParams(Set.of("exp")).customParam("exp", 1)),
        header("an ID-JAG", AuthFailure.WRONG_TYPE, header -> header.type(new JOSEObjectType("oauth-id-jag+jwt"))),
        header("a logout token by typ", AuthFailure.WRONG_TYPE, header -> header.type(new JOSEObjectType("logout+jwt"))),
        header("a DPoP proof", AuthFailure.WRONG_TYPE, header -> header.type(new JOSEObjectType("dpop+jwt"))),
        claims("an ID token by nonce", AuthFailure.WRONG_TYPE, claims -> claims.claim("nonce", "n")),
        claims("an ID token by at_hash", AuthFailure.WRONG_TYPE, claims -> claims.claim("at_hash", "h")),
        claims("an ID token of Keycloak", AuthFailure.WRONG_TYPE, claims -> claims.claim("typ", "ID")),
        claims("an ID token of Cognito", AuthFailure.WRONG_TYPE, claims -> claims.claim("token_use", "id")),
        claims("a refresh token of Keycloak", AuthFailure.WRONG_TYPE, claims -> claims.claim("typ", "Refresh")),
        claims("a logout token", AuthFailure.WRONG_TYPE, claims -> claims.claim("events", Map.of())),
        claims("no iss", AuthFailure.BAD_CLAIM, claims -> claims.issuer(null)),
        claims("another iss", AuthFailure.WRONG_ISSUER, claims -> claims.issuer("https://evil.example")),
        claims("iss with a slash more", AuthFailure.WRONG_ISSUER, claims -> claims.issuer(claims.build().getIssuer() + "/")),
        claims("no aud", AuthFailure.BAD_CLAIM, claims -> claims.audience((String) null)),
        claims("another aud", AuthFailure.WRONG_AUDIENCE, claims -> claims.audience("https://mcp.example")),
        claims("another tenant's aud", AuthFailure.WRONG_AUDIENCE, claims -> claims.audience("https://mcp.example/t/globex/mcp")),
        claims("no exp", AuthFailure.BAD_CLAIM, claims -> claims.expirationTime(null)),
        claims("exp is a text", AuthFailure.BAD_CLAIM, claims -> claims.claim("exp", "tomorrow")),
        claims("exp is past the end of time", AuthFailure.BAD_CLAIM, claims -> claims.claim("exp", 1e300)),
        claims("expired a second ago, within the leeway", AuthFailure.EXPIRED, claims -> claims.expirationTime(at(-1))),
        claims("expires now", AuthFailure.EXPIRED, claims -> claims.expirationTime(at(0))),
        claims("not yet valid", AuthFailure.NOT_YET_VALID, claims -> claims.notBeforeTime(at(31))),
        claims("issued in the future", AuthFailure.NOT_YET_VALID, claims -> claims.issueTime(at(31))),
        claims("bound to a certificate", AuthFailure.CRITICAL_HEADER, claims -> claims.claim("cnf", Map.of("x5t#S256", "abc"))),
        claims("bound to a key and a certificate", AuthFailure.CRITICAL_HEADER,
            claims -> claims.claim("cnf", Map.of("jkt", "a", "x5t#S256", "abc"))),
        claims("cnf is a text", AuthFailure.CRITICAL_HEADER, claims -> claims.claim("cnf", "jkt")),
        claims("bound, sent as Bearer", AuthFailure.BAD_PROOF, claims -> claims.claim("cnf", Map.of("jkt", "abc"))),
        claims("an owner that is no owner", AuthFailure.BAD_CLAIM, claims -> claims.subject("Ann Smith")),
        claims("no owner", AuthFailure.BAD_CLAIM, claims -> claims.subject(null)),
        claims("a jti that could not be revoked", AuthFailure.BAD_CLAIM, claims -> claims.jwtID("a".repeat(300))),
        claims("101 roles", AuthFailure.BAD_CLAIM,
            claims -> claims.claim("groups", Stream.iterate(0, n -> n + 1).limit(101).map(n -> "r" + n).toList())),
        claims("too long", AuthFailure.TOO_LONG, claims -> claims.claim("junk", "a".repeat(100_000))),
        claims("too deep", AuthFailure.MALFORMED, claims -> claims.claim("junk", deep(1_500))));
  }

  private static Object deep(int levels) {
    Object inner = 1;
    for (int i = 0; i < levels; i++) {
      inner = List.of(inner);
    }
    return inner;
  }

  private static String confused(TokenFixture host) {
    try {
      byte[] secret = TokenFixture.RSA.toRSAPublicKey().getEncoded();
      return TokenFixture.sign(TokenFixture.header(JWSAlgorithm.HS256, TokenFixture.RSA).build(), host.claims().build(),
          new MACSigner(secret));
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String confusedByModulus(TokenFixture host) {
    try {
      return TokenFixture.sign(TokenFixture.header(JWSAlgorithm.HS256, TokenFixture.RSA).build(), host.claims().build(),
          new MACSigner(TokenFixture.RSA.getModulus().toString().getBytes(StandardCharsets.US_ASCII)));
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String spliced(TokenFixture host) {
    String admin = TokenFixture.sign(TokenFixture.header(JWSAlgorithm.RS256, TokenFixture.OTHER_RSA).keyID("rsa-1").build(),
        host.claims().subject("root").build(), TokenFixture.OTHER_RSA);
    return admin.substring(0, admin.lastIndexOf('.')) + host.good().substring(host.good().lastIndexOf('.'));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void is_refused(String name, AuthFailure reason, Function<TokenFixture, String> token) {
    host.set("issuer:acme:corp", "roles", "groups");
    assertThat(host.admit(host.good())).isInstanceOf(Admission.Admitted.class);
    String text = token.apply(host);

    Admission admission = host.admit(text);

    assertThat(admission).isInstanceOfSatisfying(Admission.Refused.class, refused -> {
      assertThat(refused.reason()).isEqualTo(reason);
      assertThat(refused.toString()).doesNotContain(text.substring(text.lastIndexOf('.') - 20));
    });
    assertThat(host.fetches.get()).as("keys were fetched from the issuer alone, once").isEqualTo(1);
  }

  @Test
  void another_tenants_token_is_refused_although_the_authorization_server_is_the_same() {
    host.put("issuer:globex:corp", Map.of("issuer", host.issuer(), "jwks", host.url("/jwks")));
    Admission admission = host.admit(new TokenFixture.Sent(host.good(), "globex", "POST", "https://mcp.example/t/globex/mcp", List.of(),
        false));

    assertThat(reason(admission)).isEqualTo(AuthFailure.WRONG_AUDIENCE);
    assertThat(host.admit(new TokenFixture.Sent(host.good(), null, "POST", "https://mcp.example/mcp", List.of(), false)))
        .as("without a tenant in the path the audience names it").isInstanceOfSatisfying(Admission.Admitted.class,
            admitted -> assertThat(admitted.principal().tenant()).isEqualTo("acme"));
  }

  @Test
  void a_token_for_two_tenants_needs_a_tenant_in_the_path() {
    host.set("issuer:acme:corp", "audience", "https://mcp.example");
    host.put("issuer:globex:corp", Map.of("issuer", host.issuer(), "jwks", host.url("/jwks"), "audience", "https://mcp.example"));
    String token = TokenFixture.sign(TokenFixture.header(JWSAlgorithm.RS256, TokenFixture.RSA).build(),
        host.claims().audience("https://mcp.example").build(), TokenFixture.RSA);

    assertThat(reason(host.admit(new TokenFixture.Sent(token, null, "POST", "https://mcp.example/mcp", List.of(), false))))
        .isEqualTo(AuthFailure.WRONG_AUDIENCE);
    assertThat(host.admit(token)).isInstanceOf(Admission.Admitted.class);
  }

  static AuthFailure reason(Admission admission) {
    return ((Admission.Refused) admission).reason();
  }

  static Principal principal(Admission admission) {
    return ((Admission.Admitted) admission).principal();
  }

  @Test
  void a_thousand_unknown_kids_cause_at_most_one_fetch() {
    assertThat(host.admit(host.good())).isInstanceOf(Admission.Admitted.class);
    host.pass(31);
    for (int i = 0; i < 1_000; i++) {
      String token = TokenFixture.sign(TokenFixture.header(JWSAlgorithm.ES256, TokenFixture.EC).keyID("made-up-" + i).build(),
          host.claims().jwtID("t" + i).build(), TokenFixture.EC);
      assertThat(reason(host.admit(token))).isIn(AuthFailure.UNKNOWN_SIGNING_KEY, AuthFailure.TOO_MANY_UNKNOWN);
    }
    assertThat(host.fetches.get()).isEqualTo(2);
  }

  @Test
  void every_byte_of_a_token_counts() {
    String good = TokenFixture.sign(TokenFixture.header(JWSAlgorithm.ES256, TokenFixture.EC).build(), host.claims().build(),
        TokenFixture.EC);
    assertThat(host.admit(good)).isInstanceOf(Admission.Admitted.class);
    for (int i = 0; i < good.length(); i++) {
      for (char c : List.of('A', 'b', '9', '-', '.', ' ', '\u00e9', '\0')) {
        String bad = good.substring(0, i) + c + good.substring(i + 1);
        if (!bad.equals(good)) {
          host.pass(1);
          Admission admission = host.admit(bad);
          assertThat(admission == null || admission instanceof Admission.Refused).as("byte %d as %s", i, c).isTrue();
        }
      }
      assertThat(host.admit(good.substring(0, i)) instanceof Admission.Admitted).isFalse();
    }
    host.clock.set(TokenFixture.NOW);
    assertThat(host.admit(good)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void keys_that_a_set_should_not_hold_verify_nothing() {
    KeyPair weak = weak();
    host.serve("/jwks",
        "{\"keys\":[" + new RSAKey.Builder((RSAPublicKey) weak.getPublic()).keyID("weak").build()
            + ",{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"" + "QUFB".repeat(16)
            + "\"},{\"kty\":\"new\"}," + new RSAKey.Builder(TokenFixture.RSA.toPublicJWK())
                .keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION).build()
            + "]}");

    assertThat(reason(host.admit(host.good()))).as("a key for encryption").isEqualTo(AuthFailure.UNKNOWN_SIGNING_KEY);
    assertThat(reason(host.admit(TokenFixture.sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("weak").build(),
        host.claims().build(), new RSASSASigner(weak.getPrivate(), Set.of(AllowWeakRSAKey.getInstance()))))))
        .as("1,024 bits").isEqualTo(AuthFailure.UNKNOWN_SIGNING_KEY);
  }

  private static KeyPair weak() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_key_for_one_algorithm_verifies_no_other() {
    host.serve("/jwks", new JWKSet(new RSAKey.Builder(TokenFixture.RSA.toPublicJWK()).algorithm(JWSAlgorithm.PS256).build()).toString());

    assertThat(reason(host.admit(host.good()))).isEqualTo(AuthFailure.UNKNOWN_SIGNING_KEY);
  }

  @Test
  void a_rotated_secret_closes_the_tokens_of_the_earlier_one() throws Exception {
    String secret = "0123456789abcdef0123456789abcdef";
    host.put("issuer:acme:local", Map.of("issuer", "local", "secret", secret));
    JWTClaimsSet claims = host.claims().issuer("local").claim("gatehouse", Map.of("tools", "add")).build();
    String token = TokenFixture.sign(new JWSHeader(JWSAlgorithm.HS256), claims, new MACSigner(secret));
    assertThat(principal(host.admit(token)).grants().tool("add", false).rule()).isEqualTo("granted by 'add' in tools of the token");

    host.set("issuer:acme:local", "secret", secret.replace('0', 'x'));
    assertThat(reason(host.admit(token))).isEqualTo(AuthFailure.BAD_SIGNATURE);
    assertThat(host.admit(token) + " " + host.record("x")).doesNotContain(secret);
  }

  @Test
  void a_key_that_the_issuer_takes_back_closes_known_tokens_with_the_next_refresh() throws InterruptedException {
    String token = host.good();
    assertThat(host.admit(token)).isInstanceOf(Admission.Admitted.class);
    host.serveKeys(TokenFixture.EC);

    host.pass(601);
    host.admit(token);
    Eventually.eventually(
        () -> host.admit(token) instanceof Admission.Refused refused && refused.reason() == AuthFailure.UNKNOWN_SIGNING_KEY);
  }

  @Test
  void what_is_no_token_is_left_to_the_next_scheme() {
    assertThat(host.admit("gth_0f3a9c21b7de_" + "a".repeat(64) + "_01234567")).isNull();
    assertThat(host.admit("key1")).isNull();
    assertThat(host.admit("a.b.c")).isNull();
    assertThat(host.admit(encoded("{\"typ\":\"x\"}") + ".b.c")).isNull();
    assertThat(host.admit(new TokenFixture.Sent(host.good(), "keysonly", "POST", "https://mcp.example/t/keysonly/mcp", List.of(), false)))
        .as("a tenant without an issuer").isNull();
  }

  @Test
  void an_unreadable_issuer_closes_its_tokens() {
    assertThat(host.admit(host.good())).isInstanceOf(Admission.Admitted.class);
    host.set("issuer:acme:corp", "tols", "add");

    Admission.Refused refused = (Admission.Refused) host.admit(host.good());
    assertThat(refused.reason()).isEqualTo(AuthFailure.UNREADABLE);
    assertThat(refused.detail()).contains("issuer 'corp'", "field 'tols'", "nearest is 'tools'");
  }

  @Test
  void time_goes_on_for_a_known_token() {
    String token = host.good();
    assertThat(principal(host.admit(token)).expires()).isEqualTo(Instant.parse("2026-11-29T13:00:00Z"));
    host.set("issuer:acme:corp", "maxAge", "10m");
    assertThat(principal(host.admit(token)).expires()).isEqualTo(Instant.parse("2026-11-29T12:10:00Z"));
    host.put("tenant:acme", Map.of("maxKeyAge", "5m"));
    assertThat(principal(host.admit(token)).expires()).isEqualTo(Instant.parse("2026-11-29T12:05:00Z"));

    host.pass(300);
    assertThat(reason(host.admit(token))).isEqualTo(AuthFailure.EXPIRED);
  }
}
