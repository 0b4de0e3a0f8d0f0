package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.TestHost;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens on a whole host: one issuer that shares a secret with it, and one whose public keys its record holds. */
@Timeout(180)
class TokenIT {

  private static final String AUDIENCE = "https://mcp.example/t/demo/mcp";
  private static final String SECRET = "a-secret-of-the-tests-that-has-more-than-32-bytes";

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math").plugin("acme", "math").code("demo", "slow", """
      @Tool(description = "Waits.") public String waits() throws InterruptedException { Thread.sleep(20_000); return "late"; }
      """);

  private static RSAKey rsa;

  private String local;
  private String corp;

  @BeforeAll
  static void key() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("k1").generate();
  }

  /** Each test has issuers of its own, so that what is revoked stays among them. */
  @BeforeEach
  void issuers() throws InterruptedException {
    String id = UUID.randomUUID().toString().substring(0, 8);
    local = "local-" + id;
    corp = "corp-" + id;
    hset("issuer:demo:" + local, "issuer", local, "audience", AUDIENCE, "secret", SECRET);
    hset("issuer:demo:" + corp, "issuer", "https://idp.example/" + corp, "audience", AUDIENCE, "keys",
        new JWKSet(rsa.toPublicJWK()).toString(), "scope.math:add", "adder", "roles", "realm.roles");
    hset("role:demo:adder", "tools", "add");
    hset("role:demo:subtracter", "tools", "subtract");
    eventually(() -> status(token(claims("probe").build())), 200);
    eventually(() -> status(rsaToken("probe", Map.of())), 200);
  }

  private static void hset(String name, String... fields) {
    String[] command = new String[fields.length + 2];
    command[0] = "HSET";
    command[1] = "mcp:" + name;
    System.arraycopy(fields, 0, command, 2, fields.length);
    host.redis().cli(command);
  }

  private JWTClaimsSet.Builder claims(String owner) {
    return new JWTClaimsSet.Builder().issuer(local).audience(AUDIENCE).subject(owner).jwtID(UUID.randomUUID().toString())
        .claim("client_id", "agent").issueTime(new Date()).expirationTime(Date.from(Instant.now().plusSeconds(600)))
        .claim("gatehouse", Map.of("tools", "*"));
  }

  private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String token(JWTClaimsSet claims) {
    try {
      return sign(new JWSHeader(JWSAlgorithm.HS256), claims, new MACSigner(SECRET));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String rsaToken(String owner, Map<String, Object> more) {
    JWTClaimsSet.Builder claims = claims(owner).issuer("https://idp.example/" + corp);
    more.forEach(claims::claim);
    try {
      return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims.build(), new RSASSASigner(rsa));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static McpClient with(String token) {
    return McpClient.of(host.url() + "/mcp").key(token);
  }

  private static int status(String token) {
    return with(token).list().status();
  }

  private static McpClient.Reply add(String token) {
    return with(token).call("add", "{\"a\": 2, \"b\": 3}");
  }

  @Test
  void calls_of_both_eras() {
    String token = token(claims("ann").build());

    assertThat(add(token).toolText()).isEqualTo("5");
    assertThat(LegacyClient.open(with(token), "2025-11-25").add(2, 3).toolText()).isEqualTo("5");
    assertThat(McpClient.of(host.url() + "/t/demo/mcp").key(token).call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
    assertThat(McpClient.of(host.url() + "/t/acme/mcp").key(token).list().status()).as("another tenant").isEqualTo(401);
    try (SseClient stream = SseClient.open(host.url() + "/sse", token)) {
      assertThat(stream.next().name()).isEqualTo("endpoint");
    }
  }

  @Test
  void a_key_is_what_it_was() {
    assertThat(status(host.key("demo", "tools", "*"))).isEqualTo(200);
    assertThat(with("a.b.c").list().status()).isEqualTo(401);
  }

  @Test
  void scopes_and_roles_grant_and_the_issuer_caps() throws InterruptedException {
    assertThat(add(rsaToken("ann", Map.of("scope", "openid"))).status()).as("the claim of rights is not read").isEqualTo(403);
    assertThat(add(rsaToken("ann", Map.of("scope", "openid math:add"))).toolText()).isEqualTo("5");
    String both = rsaToken("ann", Map.of("scope", "math:add", "realm", Map.of("roles", new String[] {"subtracter", "no-role-here", "X"})));
    assertThat(with(both).call("subtract", "{\"a\": 5, \"b\": 3}").status()).isEqualTo(200);

    hset("issuer:demo:" + corp, "tools", "sub*");
    eventually(() -> add(both).status(), 403);
    assertThat(with(both).call("subtract", "{\"a\": 5, \"b\": 3}").status()).isEqualTo(200);
    hset("owner:demo:ann-" + corp, "tools", "nothing");
    assertThat(with(rsaToken("ann-" + corp, Map.of("realm", Map.of("roles", "subtracter")))).call("subtract", "{\"a\": 5, \"b\": 3}")
        .status()).as("the owner's ceiling").isEqualTo(403);
  }

  @Test
  void limits_count_per_owner_whatever_the_token() throws InterruptedException {
    hset("issuer:demo:" + local, "rate", "2/1h");
    String one = token(claims("bob").build());
    String next = token(claims("bob").build());
    eventually(() -> status(one), 200);

    assertThat(add(one).status()).isEqualTo(200);
    assertThat(add(next).status()).isEqualTo(200);
    assertThat(add(one).status()).isEqualTo(429);
    assertThat(add(token(claims("carl").build())).status()).isEqualTo(200);
  }

  @Test
  void expiry_ends_a_stream() {
    String token = token(claims("ann").expirationTime(Date.from(Instant.now().plusSeconds(3))).build());
    try (SseClient stream = SseClient.listen(host.url() + "/mcp", token)) {
      readToEnd(stream);
    }
    assertThat(status(token)).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "owner", "issuer"})
  void revocation_ends_calls_and_streams(String what) throws Exception {
    JWTClaimsSet claims = claims("dora-" + local).build();
    String token = token(claims);
    String other = rsaToken("emil", Map.of());
    String member = switch (what) {
      case "token" -> "token:demo:" + claims.getJWTID();
      case "owner" -> "owner:demo:dora-" + local;
      default -> "issuer:demo:" + local;
    };
    try (SseClient stream = SseClient.listen(host.url() + "/mcp", token); SseClient others = SseClient.listen(host.url() + "/mcp", other)) {
      stream.next();
      CompletableFuture<McpClient.Reply> running = CompletableFuture.supplyAsync(() -> with(token).call("waits", "{}"));
      eventually(() -> Wire.metric(host, "gatehouse_calls_running") == 1);
      host.redis().cli("SADD", "mcp:revoked", member);

      assertThat(running.get(10, TimeUnit.SECONDS).text()).doesNotContain("late").contains("no longer valid");
      readToEnd(stream);
      eventually(() -> status(token), 401);
      assertThat(status(other)).isEqualTo(200);
      assertThat(others.next()).as("the first event of another caller's stream").isNotNull();
    }
    host.redis().cli("SREM", "mcp:revoked", member);
    eventually(() -> status(token), 200);
  }

  @Test
  void a_rotated_secret_closes_earlier_tokens_and_their_streams() throws InterruptedException {
    String token = token(claims("ann").build());
    try (SseClient stream = SseClient.listen(host.url() + "/mcp", token)) {
      stream.next();
      hset("issuer:demo:" + local, "secret", SECRET + "-new");
      readToEnd(stream);
    }
    eventually(() -> status(token), 401);
    hset("issuer:demo:" + local, "secret", SECRET);
    eventually(() -> status(token), 200);
  }

  @Test
  void a_disabled_issuer_and_an_unreadable_one_admit_nobody() throws InterruptedException {
    String token = token(claims("ann").build());
    assertThat(status(token)).isEqualTo(200);
    hset("issuer:demo:" + local, "status", "disabled");
    eventually(() -> status(token), 401);
    hset("issuer:demo:" + local, "status", "active");
    eventually(() -> status(token), 200);
    hset("issuer:demo:" + local, "tols", "add");
    eventually(() -> status(token), 401);
    host.redis().cli("DEL", "mcp:issuer:demo:" + local);
    eventually(() -> status(token), 401);
  }

  @Test
  void a_session_goes_on_with_the_next_token_of_the_same_subject_and_client() {
    LegacyClient session = LegacyClient.open(with(token(claims("ann").build())), "2025-11-25");
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    assertThat(with(token(claims("ann").build())).header(LegacyClient.SESSION, session.session()).post(ping).status()).isEqualTo(200);
    assertThat(with(token(claims("ann").claim("client_id", "other").build())).header(LegacyClient.SESSION, session.session()).post(ping)
        .status()).as("another client").isEqualTo(404);
    assertThat(with(token(claims("bob").build())).header(LegacyClient.SESSION, session.session()).post(ping).status())
        .as("another subject").isEqualTo(404);
  }

  @Test
  void a_proof_is_good_once() throws Exception {
    ECKey holder = new ECKeyGenerator(Curve.P_256).generate();
    String token = token(claims("ann").claim("cnf", Map.of("jkt", holder.computeThumbprint().toString())).build());
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
    JWTClaimsSet proof = new JWTClaimsSet.Builder().jwtID(UUID.randomUUID().toString()).claim("htm", "POST")
        .claim("htu", host.url() + "/mcp").issueTime(new Date()).claim("ath", Base64URL.encode(hash).toString()).build();
    String text = sign(new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("dpop+jwt")).jwk(holder.toPublicJWK()).build(),
        proof, new ECDSASigner(holder));
    McpClient client = McpClient.of(host.url() + "/mcp").header("Authorization", "DPoP " + token).header("DPoP", text);

    assertThat(client.list().status()).isEqualTo(200);
    assertThat(client.list().status()).as("again").isEqualTo(401);
    assertThat(status(token)).as("as Bearer").isEqualTo(401);
  }

  private static void readToEnd(SseClient stream) {
    SseClient.Event event = stream.next();
    while (event != null) {
      event = stream.next();
    }
  }
}
