package dev.gatehouse.auth.token;

import static dev.gatehouse.auth.token.TokenAttackTest.principal;
import static dev.gatehouse.auth.token.TokenAttackTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import io.vertx.core.Future;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where keys come from: every algorithm, discovery, and authorization servers that are away, slow, hostile or wrong. */
final class KeySetTest {

  private final TokenFixture host = new TokenFixture();

  @AfterEach
  void close() {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
  void rsa(String algorithm) {
    assertThat(host.admit(TokenFixture.sign(TokenFixture.header(JWSAlgorithm.parse(algorithm), TokenFixture.RSA).build(),
        host.claims().build(), TokenFixture.RSA))).isInstanceOf(Admission.Admitted.class);
  }

  static Stream<Arguments> curves() {
    return Stream.of(Arguments.of("ES256", Curve.P_256), Arguments.of("ES384", Curve.P_384), Arguments.of("ES512", Curve.P_521));
  }

  @ParameterizedTest
  @MethodSource("curves")
  void elliptic(String algorithm, Curve curve) {
    ECKey key = TokenFixture.ec(curve, "ec-2");
    host.serveKeys(TokenFixture.RSA.toPublicJWK(), key.toPublicJWK());

    assertThat(host.admit(TokenFixture.sign(TokenFixture.header(JWSAlgorithm.parse(algorithm), key).build(), host.claims().build(), key)))
        .isInstanceOf(Admission.Admitted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EdDSA", "Ed25519"})
  void edwards(String algorithm) throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    OctetKeyPair key = new OctetKeyPair.Builder(Curve.Ed25519,
        Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))).keyID("ed").build();
    host.serveKeys(key);
    String signed = Base64URL.encode("{\"alg\":\"" + algorithm + "\",\"kid\":\"ed\"}") + "." + Base64URL.encode(
        host.claims().build().toString());
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(signed.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    byte[] signature = signer.sign();

    assertThat(host.admit(signed + "." + Base64URL.encode(signature))).isInstanceOf(Admission.Admitted.class);
    signature[7] ^= 1;
    assertThat(reason(host.admit(signed + "." + Base64URL.encode(signature)))).isEqualTo(AuthFailure.BAD_SIGNATURE);

    String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(encoded) + "\n-----END PUBLIC KEY-----";
    host.put("issuer:acme:corp", Map.of("issuer", host.issuer(), "keys", pem));
    signature[7] ^= 1;
    assertThat(host.admit(signed + "." + Base64URL.encode(signature))).as("from PEM").isInstanceOf(Admission.Admitted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void secret(String algorithm) throws Exception {
    String secret = "s3cret-".repeat(10);
    host.put("issuer:acme:local", Map.of("issuer", "local", "secret", secret));
    JWTClaimsSet claims = host.claims().issuer("local").claim("gatehouse", Map.of("tools", "add sub*")).build();

    Admission admission = host.admit(TokenFixture.sign(new JWSHeader(JWSAlgorithm.parse(algorithm)), claims, new MACSigner(secret)));
    assertThat(principal(admission).grants().tool("subtract", false).allowed()).isTrue();
    assertThat(principal(admission).account()).isEqualTo("local:ann");
    assertThat(principal(admission).keyId()).isEqualTo("local:t-1");
  }

  @Test
  void pinned_keys_need_nobody() {
    host.put("issuer:acme:corp", Map.of("issuer", host.issuer(), "keys", new JWKSet(TokenFixture.RSA.toPublicJWK()).toString()));

    assertThat(host.admit(host.good())).isInstanceOf(Admission.Admitted.class);
    assertThat(host.fetches.get()).isZero();
  }

  static Stream<Arguments> metadata() {
    return Stream.of("/.well-known/oauth-authorization-server/realms/corp", "/.well-known/openid-configuration/realms/corp",
        "/realms/corp/.well-known/openid-configuration").map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("metadata")
  void the_key_set_is_discovered(String path) {
    host.put("issuer:acme:corp", Map.of("issuer", host.issuer()));
    host.serve(path, "{\"issuer\":\"" + host.issuer() + "\",\"jwks_uri\":\"" + host.url("/jwks") + "\"}");

    assertThat(host.admit(host.good())).isInstanceOf(Admission.Admitted.class);
  }

  private void discovers(String json) {
    host.put("issuer:acme:corp", Map.of("issuer", host.issuer()));
    host.serve("/.well-known/oauth-authorization-server/realms/corp", json);
  }

  private static Arguments hostile(String name, Consumer<KeySetTest> server, String why) {
    return Arguments.of(name, server, why);
  }

  static Stream<Arguments> servers() {
    return Stream.of(
        hostile("metadata of another issuer", test -> test.discovers("{\"issuer\":\"https://evil.example\",\"jwks_uri\":\""
            + test.host.url("/jwks") + "\"}"), "404"),
        hostile("metadata that leads to plain HTTP elsewhere", test -> test.discovers("{\"issuer\":\"" + test.host.issuer()
            + "\",\"jwks_uri\":\"http://example.com/jwks\"}"), "404"),
        hostile("a set of 1 MB", test -> test.host.serve("/jwks", "{\"keys\":[],\"junk\":\"" + "a".repeat(1 << 20) + "\"}"),
            "longer than 524288 bytes"),
        hostile("a redirect to another origin", test -> test.host.pages.put("/jwks", request -> request.response().setStatusCode(302)
            .putHeader("Location", "http://127.0.0.1:1/jwks").end()), "redirects to another origin"),
        hostile("a redirect in a circle", test -> test.host.pages.put("/jwks", request -> request.response().setStatusCode(302)
            .putHeader("Location", "/jwks").end()), "too many redirects"),
        hostile("an error", test -> test.host.pages.put("/jwks", request -> request.response().setStatusCode(500).end()), "status 500"),
        hostile("no JSON", test -> test.host.serve("/jwks", "<html>"), "no JSON object"),
        hostile("no key set", test -> test.host.serve("/jwks", "{}"), "no key set"),
        hostile("a connection that is cut", test -> test.host.pages.put("/jwks", request -> request.connection().close()), "/jwks"),
        hostile("no answer", test -> test.host.pages.put("/jwks", request -> request.response()), "no answer within 5000 ms"),
        hostile("an answer that never ends",
            test -> test.host.pages.put("/jwks", request -> request.response().setChunked(true).write("{")),
            "no answer within 5000 ms"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void is_no_key_set(String name, Consumer<KeySetTest> server, String why) {
    server.accept(this);

    assertThat(host.admit(host.good())).isInstanceOfSatisfying(Admission.Unavailable.class,
        unavailable -> assertThat(unavailable.cause()).hasMessageContaining(why).hasMessageContaining("issuer 'corp' of tenant 'acme'"));
  }

  @Test
  void redirects_within_the_origin_are_followed() {
    host.pages.put("/old", request -> request.response().setStatusCode(307).putHeader("Location", host.url("/jwks")).end());
    host.set("issuer:acme:corp", "jwks", host.url("/old"));

    assertThat(host.admit(host.good())).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void known_keys_go_on_for_a_day_while_the_issuer_is_away() {
    assertThat(host.admit(host.good())).isInstanceOf(Admission.Admitted.class);
    host.pages.remove("/jwks");
    host.pass(23 * 3600);
    assertThat(host.admit(host.good())).as("a new token").isInstanceOf(Admission.Admitted.class);

    host.pass(3600 + 60);
    assertThat(host.admit(host.good())).isInstanceOf(Admission.Unavailable.class);
    host.serveKeys(TokenFixture.RSA);
    host.pass(31);
    assertThat(host.admit(host.good())).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void a_new_key_of_the_issuer_is_found() {
    assertThat(host.admit(host.good())).isInstanceOf(Admission.Admitted.class);
    host.serveKeys(TokenFixture.OTHER_RSA);
    String token = TokenFixture.sign(TokenFixture.header(JWSAlgorithm.RS256, TokenFixture.OTHER_RSA).build(), host.claims().build(),
        TokenFixture.OTHER_RSA);
    assertThat(reason(host.admit(token))).as("within 30 s of the last fetch").isEqualTo(AuthFailure.UNKNOWN_SIGNING_KEY);

    host.pass(31);
    assertThat(host.admit(token)).isInstanceOf(Admission.Admitted.class);
    assertThat(host.fetches.get()).isEqualTo(2);
  }

  @Test
  void callers_at_the_same_time_share_one_fetch() {
    List<Future<Admission>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String token = TokenFixture.sign(TokenFixture.header(JWSAlgorithm.RS256, TokenFixture.RSA).build(),
          host.claims().jwtID("t-" + i).build(), TokenFixture.RSA);
      all.add(host.tokens.admit(new TokenFixture.Sent(token, TokenFixture.TENANT, "POST", "https://mcp.example/mcp", List.of(), false)));
    }
    for (Future<Admission> admission : all) {
      assertThat(admission.await()).isInstanceOf(Admission.Admitted.class);
    }
    assertThat(host.fetches.get()).isEqualTo(1);
  }
}
