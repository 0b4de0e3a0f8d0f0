package dev.gatehouse.cli;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.TestHost;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.rpc.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands about tokens, with the printed lines run by redis-cli, and the tokens sent to a host. */
@Timeout(180)
class TokensIT {

  private static final String AUDIENCE = "https://mcp.example.com/t/demo/mcp";
  private static final String SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String CALL = "{\"a\": 2, \"b\": 3}";

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void records() {
    host.redis().cli("DEL", "mcp:issuer:demo:local", "mcp:tenant:demo", "mcp:owner:demo:ann", "mcp:revoked");
    host.redis().cli("HSET", "mcp:role:demo:reader", "tools", "sub*");
    host.redis().cli("HSET", "mcp:role:demo:writer", "tools", "*");
    host.redis().cli("HSET", "mcp:issuer:demo:local", "issuer", "urn:local", "secret", SECRET, "audience", AUDIENCE, "scope.read",
        "reader", "scope.write", "writer");
  }

  private int run(String stdin, String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    ByteArrayInputStream in = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
    Object command = switch (words[0]) {
      case "verify" -> new VerifyCommand(in);
      case "explain" -> new ExplainCommand(in);
      default -> null;
    };
    CommandLine line = Main.commandLine();
    if (command != null) {
      line = new CommandLine(command).setExecutionExceptionHandler(line.getExecutionExceptionHandler());
    }
    return line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
        .execute(command == null ? words : Arrays.copyOfRange(words, 1, words.length));
  }

  private int mint(String... more) {
    List<String> words = new ArrayList<>(List.of("mint", "--jwt", host.config().toString(), "--tenant", "demo", "--issuer", "local"));
    words.addAll(List.of(more));
    return run("", words.toArray(String[]::new));
  }

  private String minted(String... more) {
    assertThat(mint(more)).as(err.toString()).isZero();
    return out.toString().strip();
  }

  private List<String> said() {
    return out.toString().lines().toList();
  }

  private String signed(Map<String, Object> claims) throws Exception {
    JWTClaimsSet.Builder all = new JWTClaimsSet.Builder().issuer("urn:local").audience(AUDIENCE).subject("ann")
        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    claims.forEach(all::claim);
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), all.build());
    token.sign(new MACSigner(SECRET));
    return token.serialize();
  }

  private static McpClient with(String token) {
    return McpClient.of(host.url() + "/t/demo/mcp").key(token);
  }

  @Test
  void an_issuer_and_a_token_from_the_shell_call_a_tool_until_the_printed_line_revokes_it() throws Exception {
    host.redis().cli("DEL", "mcp:issuer:demo:local");
    assertThat(run("", "issuer", "--tenant", "demo", "--name", "local", "--audience", AUDIENCE)).isZero();
    Process redis = new ProcessBuilder("redis-cli", "-e", "-p", Integer.toString(host.redis().port())).start();
    redis.getOutputStream().write(out.toString().getBytes(StandardCharsets.US_ASCII));
    redis.getOutputStream().close();
    assertThat(redis.waitFor()).isZero();

    String token = minted("--owner", "ann", "--tools", "add");
    eventually(() -> with(token).call("add", CALL).status() == 200);
    assertThat(with(token).call("add", CALL).toolText()).isEqualTo("5");
    assertThat(with(token).call("subtract", CALL).status()).isEqualTo(403);

    String line = err.toString().replaceAll("(?s).*redis-cli SADD (\\S+) '(\\S+)'.*", "$1 $2");
    assertThat(host.redis().cli("SADD", line.split(" ")[0], line.split(" ")[1])).isEqualTo("1");
    eventually(() -> with(token).call("add", CALL).status() == 401);
    assertThat(run(token, "verify", host.config().toString())).isEqualTo(1);
    assertThat(out.toString()).contains(", refused: revoked (by token:demo:").hasLineCount(1);
  }

  @Test
  void the_token_is_alone_on_stdout_and_carries_its_rights() throws Exception {
    String token = minted("--owner", "ann", "--tools", "add", "--roles", "reader", "--scope", "read", "--client", "ci", "--name", "Ann",
        "--expires", "30m");

    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(out.toString()).hasLineCount(1);
    assertThat(err.toString()).doesNotContain(token, SECRET, "warning").contains("token:demo:" + claims.getJWTID() + "'");
    assertThat(claims.getIssuer()).isEqualTo("urn:local");
    assertThat(claims.getAudience()).containsExactly(AUDIENCE);
    assertThat(claims.getSubject()).isEqualTo("ann");
    assertThat(claims.getClaim("gatehouse")).isEqualTo(Map.of("tools", "add", "roles", "reader"));
    assertThat(claims.getClaims()).containsEntry("scope", "read").containsEntry("client_id", "ci").containsEntry("name", "Ann");
    assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime()).isEqualTo(1_800_000);
  }

  @Test
  void json_is_one_object_and_stderr_is_silent() throws Exception {
    String json = minted("--owner", "ann", "--tools", "add", "--scope", "none", "--json");

    assertThat(err.toString()).isEmpty();
    assertThat(Json.read(Buffer.buffer(json)).path("token").asText()).contains(".");
    assertThat(Json.read(Buffer.buffer(json)).path("revoke").asText())
        .isEqualTo("SADD mcp:revoked 'token:demo:" + Json.read(Buffer.buffer(json)).path("jti").asText() + "'");
    assertThat(json).contains("\"warnings\":[\"scope 'none' gives nothing");
  }

  @ParameterizedTest
  @CsvSource({"issuer:demo:local,'add sub*',issuer 'local'", "owner:demo:ann,'add sub*',owner 'ann'",
      "tenant:demo,'* !mul*',tenant 'demo'"})
  void a_token_is_never_wider_than_a_ceiling_and_the_refusal_names_it(String record, String tools, String named) {
    host.redis().cli("HSET", "mcp:" + record, "tools", tools);

    assertThat(mint("--owner", "ann", "--tools", "m*")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).hasLineCount(1)
        .startsWith("--tools: 'm*' of the token is more than '" + tools + "' in tools of " + named + " allows");
    assertThat(mint("--owner", "ann", "--tools", "add")).isZero();
  }

  @Test
  void a_role_that_is_cut_is_warned_of() {
    host.redis().cli("HSET", "mcp:issuer:demo:local", "tools", "add");

    assertThat(mint("--owner", "ann", "--roles", "writer")).isZero();
    assertThat(err.toString()).contains("warning: '*' of role 'writer' is more than 'add' in tools of issuer 'local' allows");
  }

  @ParameterizedTest
  @CsvSource({"--tools,!,tools", "--roles,missing,jwt", "--roles,Reader,roles", "--expires,2h,expires", "--expires,soon,expires",
      "--rate,1/1s,rate", "--quota,1/1d,quota", "--ips,::1,ips", "--replaces,0f3a9c21b7de,replaces", "--prefix,x:,prefix"})
  void an_option_that_the_host_would_not_take_makes_no_token(String option, String value, String named) {
    host.redis().cli("HSET", "mcp:issuer:demo:local", "maxAge", "1h");

    assertThat(mint("--owner", "ann", option, value)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("--" + named + ": ").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"status,disabled,its status is disabled", "leeway,lots,its record cannot be read: field 'leeway'"})
  void an_issuer_that_is_closed_makes_no_token(String field, String value, String why) {
    host.redis().cli("HSET", "mcp:issuer:demo:local", field, value);

    assertThat(mint("--owner", "ann", "--tools", "add")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--issuer: " + why).hasLineCount(1);
  }

  @Test
  void nor_does_one_without_a_secret_or_without_a_record() {
    host.redis().cli("DEL", "mcp:issuer:demo:local");
    assertThat(mint("--owner", "ann", "--tools", "add")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--issuer: tenant 'demo' has no issuer 'local'");

    host.redis().cli("HSET", "mcp:issuer:demo:local", "issuer", "https://id.example.com");
    assertThat(mint("--owner", "ann", "--tools", "add")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--issuer: issuer 'local' has no secret");
  }

  @ParameterizedTest
  @CsvSource({"mcp:owner:demo:ann,status,disabled,disabled (status of owner 'ann')", "mcp:tenant:demo,tolos,add,unreadable record"})
  void an_owner_or_tenant_that_is_closed_gets_no_token(String record, String field, String value, String why) {
    host.redis().cli("HSET", record, field, value);

    assertThat(mint("--owner", "ann", "--tools", "add")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--jwt: the host would refuse the token: " + why).hasLineCount(1);
  }

  @Test
  void a_life_that_maxKeyAge_cuts_is_refused_and_one_that_maxAge_allows_is_the_default() throws Exception {
    host.redis().cli("HSET", "mcp:tenant:demo", "maxKeyAge", "30m");
    assertThat(mint("--owner", "ann", "--tools", "add")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--expires: maxKeyAge of the owner or the tenant ends it at ");

    host.redis().cli("HSET", "mcp:issuer:demo:local", "maxAge", "10m");
    JWTClaimsSet claims = SignedJWT.parse(minted("--owner", "ann", "--tools", "add")).getJWTClaimsSet();
    assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime()).isEqualTo(600_000);
  }

  @Test
  void a_token_needs_tenant_issuer_and_owner_and_a_key_has_no_issuer() {
    assertThat(run("", "mint", "--jwt", host.config().toString(), "--issuer", "local", "--owner", "ann")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--tenant: ");
    assertThat(mint("--tools", "add")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--owner: ");
    assertThat(run("", "mint", "--tenant", "demo", "--issuer", "local")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--issuer: it is about a token");
    assertThat(run("", "mint", "--jwt", host.config().toString(), "--tenant", "demo", "--owner", "ann")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--issuer: it is required");
  }

  @Test
  void the_audience_is_the_tenants_url_unless_the_system_chooses_the_port() throws Exception {
    host.redis().cli("HDEL", "mcp:issuer:demo:local", "audience");
    assertThat(mint("--owner", "ann", "--tools", "add")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--issuer: its record has no audience");

    Path config = Files.createTempFile("gatehouse", ".json");
    Files.writeString(config, "{\"redis\": {\"url\": \"" + host.redis().url() + "\"}, \"plugins\": {\"dir\": \"" + host.plugins() + "\"}}");
    assertThat(run("", "mint", "--jwt", config.toString(), "--tenant", "demo", "--issuer", "local", "--owner", "ann", "--tools", "*"))
        .as(err.toString()).isZero();
    assertThat(SignedJWT.parse(out.toString().strip()).getJWTClaimsSet().getAudience()).containsExactly("http://127.0.0.1:8080/t/demo/mcp");
    assertThat(run(out.toString(), "verify", config.toString())).isZero();
  }

  @Test
  void verify_says_whose_a_token_is() {
    String token = minted("--owner", "ann", "--tools", "add", "--scope", "write read", "--client", "ci");

    assertThat(run(token + "\n", "verify", host.config().toString())).isZero();
    assertThat(said().get(0)).startsWith("a valid token, id local:");
    assertThat(said()).contains("tenant: demo", "issuer: local (urn:local)", "owner: ann", "client: ci", "scopes: read write")
        .anyMatch(line -> line.matches("expires: \\d{4}-.*Z"));
    assertThat(out.toString()).doesNotContain(token.split("\\.")[2]);
  }

  @Test
  void verify_says_why_a_token_is_refused() throws Exception {
    assertThat(run(signed(Map.of("aud", "https://other.example.com")), "verify", host.config().toString())).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("a token, refused: wrong audience: issuer 'local' of tenant 'demo' takes " + AUDIENCE + "\n");
    assertThat(run(signed(Map.of("iss", "urn:else")), "verify", host.config().toString())).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("a token, refused: wrong issuer: no issuer's record has 'urn:else'\n");
    assertThat(run(signed(Map.of("exp", 1)), "verify", host.config().toString())).isEqualTo(1);
    assertThat(out.toString()).startsWith("a token, refused: expired: since 1970");
    String token = signed(Map.of());
    assertThat(run(token.substring(0, token.length() - 8) + "AAAAAAAA", "verify", host.config().toString())).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("a token, refused: bad signature\n");
  }

  @Test
  void verify_says_that_a_bound_token_needs_a_proof() throws Exception {
    assertThat(run(signed(Map.of("cnf", Map.of("jkt", "abc"))), "verify", host.config().toString())).isZero();
    assertThat(out.toString()).contains("each request needs a DPoP proof");
  }

  @Test
  void verify_tells_that_the_keys_of_an_issuer_cannot_be_had() throws Exception {
    host.redis().cli("DEL", "mcp:issuer:demo:local");
    host.redis().cli("HSET", "mcp:issuer:demo:local", "issuer", "urn:local", "jwks", "http://127.0.0.1:1/keys", "audience", AUDIENCE);
    String token = signed(Map.of());
    String asymmetric = com.nimbusds.jose.util.Base64URL.encode("{\"alg\":\"RS256\"}") + token.substring(token.indexOf('.'));

    assertThat(run(asymmetric, "verify", host.config().toString())).isEqualTo(3);
    assertThat(err.toString()).contains("the keys of issuer 'local' of tenant 'demo' cannot be fetched");
  }

  @Test
  void explain_reads_a_token_and_names_the_rule_and_the_scope_that_would_do() {
    String token = minted("--owner", "ann", "--tools", "add", "--scope", "read");

    assertThat(run(token, "explain", "-", "add", host.config().toString())).isZero();
    assertThat(said().get(0)).isEqualTo("allowed: granted by 'add' in tools of the token");
    assertThat(run(token, "explain", "-", "subtract", host.config().toString())).isZero();
    assertThat(said().get(0)).isEqualTo("allowed: granted by 'sub*' in tools of role 'reader'");
    assertThat(run(token, "explain", "-", "multiply", host.config().toString())).isEqualTo(1);
    assertThat(said().get(0)).startsWith("denied: no grant in tools of the ");
    assertThat(said()).contains("scope 'write' would grant it");
    assertThat(said()).anyMatch(line -> line.matches("policy [0-9a-f]{8}, from the token, .*issuer 'local'"));
  }

  @Test
  void explain_says_why_a_token_is_refused_and_reads_keys_too() throws Exception {
    assertThat(run(signed(Map.of("exp", 1)), "explain", "-", "add", host.config().toString())).isEqualTo(1);
    assertThat(said().get(0)).startsWith("denied: the token is refused: expired (since 1970");
    assertThat(run(host.key("demo", "tools", "add"), "explain", "-", "add", host.config().toString())).isZero();
    assertThat(said().get(0)).isEqualTo("allowed: granted by 'add' in tools of the key");
    assertThat(run("gth_x", "explain", "-", "add", host.config().toString())).isEqualTo(1);
    assertThat(said().get(0)).startsWith("denied: the key is refused: malformed key");
  }
}
