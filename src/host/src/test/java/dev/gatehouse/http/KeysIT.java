package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, who is not, and that a refused caller never learns why. */
class KeysIT {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "auth": { "opaqueKeys": true }, "tenants": { "open": { "anonymous": { "tools": "add" } } } }
      """).plugin("demo", "math").plugin("open", "math").plugin("acme", "math");

  /** Every way to be refused: what a caller adds to a request. */
  enum Refused {
    MISSING(client -> client),
    EMPTY(client -> client.header("X-API-Key", "")),
    MALFORMED(client -> client.key("gth_short")),
    WRONG_CASE(client -> client.key(host.key("demo", "tools", "*").toUpperCase(java.util.Locale.ROOT))),
    WRONG_SCHEME(client -> client.header("Authorization", "Basic " + host.key("demo", "tools", "*"))),
    NO_SCHEME(client -> client.header("Authorization", host.key("demo", "tools", "*"))),
    BAD_CHECKSUM(client -> client.key(withLastDigitChanged(host.key("demo", "tools", "*")))),
    A_TOKEN(client -> client.key("eyJh.eyJz.c2ln")),
    UNKNOWN(client -> client.key(made("0123456789ab", "ab".repeat(32)))),
    UNKNOWN_OPAQUE(client -> client.key("nobody-carried-this-one-over")),
    WRONG_SECRET(client -> client.key(made(TestHost.idOf(host.key("demo", "tools", "*")), "cd".repeat(32)))),
    DISABLED(client -> client.key(host.key("demo", "tools", "*", "status", "disabled"))),
    EXPIRED(client -> client.key(host.key("demo", "tools", "*", "exp", "1700000000"))),
    EXPIRED_ISO(client -> client.key(host.key("demo", "tools", "*", "exp", "2024-01-01T00:00:00Z"))),
    NOT_YET_VALID(client -> client.key(host.key("demo", "tools", "*", "nbf", "" + Instant.now().plusSeconds(3600).getEpochSecond()))),
    TIME_TO_LIVE_RUN_OUT(client -> client.key(afterwards(host.key("demo", "tools", "*"), "PEXPIRE", "mcp:key:ID", "-1"))),
    DELETED(client -> client.key(afterwards(host.key("demo", "tools", "*"), "DEL", "mcp:key:ID"))),
    REVOKED(client -> client.key(afterwards(host.key("demo", "tools", "*"), "SADD", "mcp:revoked", "ID"))),
    REVOKED_OWNER(client -> client.key(afterwards(host.key("demo", "tools", "*", "owner", "mallory"),
        "SADD", "mcp:revoked", "owner:demo:mallory"))),
    REVOKED_TENANT(client -> client.key(afterwards(host.key("gone", "tools", "*"), "SADD", "mcp:revoked", "tenant:gone"))),
    UNREADABLE_RATE(client -> client.key(host.key("demo", "tools", "*", "rate", "lots"))),
    UNREADABLE_TOOL_RATE(client -> client.key(host.key("demo", "tools", "*", "rate.add", "0/1m"))),
    UNREADABLE_EXPIRY(client -> client.key(host.key("demo", "tools", "*", "exp", "soon"))),
    UNREADABLE_PATTERNS(client -> client.key(host.key("demo", "tools", "*,!subtract"))),
    UNREADABLE_STATUS(client -> client.key(host.key("demo", "tools", "*", "status", "Active"))),
    WITH_ROLES(client -> client.key(host.key("demo", "tools", "*", "roles", "reader"))),
    WRONG_ADDRESS(client -> client.key(host.key("demo", "tools", "*", "ips", "192.0.2.0/24"))),
    WITH_A_FIELD_NOBODY_KNOWS(client -> client.key(host.key("demo", "tools", "*", "tool", "add"))),
    WITHOUT_TENANT(client -> client.key(afterwards(host.key("demo", "tools", "*"), "HDEL", "mcp:key:ID", "tenant"))),
    WITHOUT_HASH(client -> client.key(afterwards(host.key("demo", "tools", "*"), "HDEL", "mcp:key:ID", "hash"))),
    NO_TENANT_NAME(client -> client.key(host.key("../demo", "tools", "*"))),
    NO_RECORD(client -> client.key(afterwards(afterwards(host.key("demo", "tools", "*"), "DEL", "mcp:key:ID"),
        "SET", "mcp:key:ID", "demo")));

    final UnaryOperator<McpClient> credential;

    Refused(UnaryOperator<McpClient> credential) {
      this.credential = credential;
    }
  }

  private static String withLastDigitChanged(String key) {
    return key.substring(0, key.length() - 1) + (key.endsWith("0") ? '1' : '0');
  }

  /** Does something in Redis after a key was made. */
  private static String afterwards(String key, String... words) {
    host.redis().cli(List.of(words).stream().map(word -> word.replace("ID", TestHost.idOf(key))).toArray(String[]::new));
    return key;
  }

  private static String made(String id, String secret) {
    String text = "gth_" + id + "_" + secret;
    return text + "_" + sha256(text).substring(0, 8);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static McpClient at(String path) {
    return McpClient.of(host.url() + path);
  }

  private static McpClient with(String key) {
    return at("/mcp").key(key);
  }

  @ParameterizedTest
  @EnumSource
  void a_refused_caller_gets_the_same_sentence_on_every_transport(Refused refused) {
    UnaryOperator<McpClient> credential = caching(refused);
    McpClient.Reply modern = credential.apply(at("/mcp")).call("add", CALL);

    assertNeutral(modern, modern);
    assertNeutral(LegacyClient.initialize(credential.apply(at("/mcp")), "2025-11-25"), modern);
    assertNeutral(credential.apply(at("/mcp")).send("GET", null), modern);
    assertNeutral(credential.apply(at("/mcp")).send("DELETE", null), modern);
    assertNeutral(credential.apply(at("/sse")).send("GET", null), modern);
    assertNeutral(credential.apply(at("/messages?sessionId=x")).post("{}"), modern);
    assertNeutral(credential.apply(at("/t/demo/mcp")).call("add", CALL), modern);
    assertNeutral(credential.apply(at("/t/demo/sse")).send("GET", null), modern);
    assertNeutral(credential.apply(at("/t/nowhere/mcp")).call("add", CALL), modern);
  }

  /** A credential is made once: what differs between the requests is the path alone. */
  private static UnaryOperator<McpClient> caching(Refused refused) {
    McpClient made = refused.credential.apply(McpClient.of(""));
    return client -> client.headersOf(made);
  }

  private static void assertNeutral(McpClient.Reply reply, McpClient.Reply same) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(401);
    assertThat(reply.code()).isEqualTo(401);
    assertThat(reply.text()).isEqualTo(same.text()).contains("Authorization: Bearer").contains("X-API-Key");
    assertThat(reply.json().path("id").isNull()).isTrue();
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"gatehouse\"");
  }

  @ParameterizedTest
  @EnumSource(names = "MISSING", mode = EnumSource.Mode.EXCLUDE)
  void a_bad_credential_is_never_taken_for_none(Refused refused) {
    assertThat(caching(refused).apply(at("/t/open/mcp")).call("add", CALL).status()).isEqualTo(401);
  }

  @Test
  void a_caller_without_a_credential_gets_what_the_tenant_gives_to_anybody() {
    assertThat(at("/t/open/mcp").call("add", CALL).toolText()).isEqualTo("5");
    assertThat(at("/t/open/mcp").call("subtract", CALL).status()).isEqualTo(403);
    assertThat(at("/t/open/mcp").list().json().at("/result/tools").findValuesAsText("name")).containsExactly("add");
  }

  @Test
  void only_a_path_reaches_an_anonymous_tenant() {
    assertThat(at("/mcp").call("add", CALL).status()).isEqualTo(401);
    assertThat(at("/t/demo/mcp").call("add", CALL).status()).isEqualTo(401);
  }

  @Test
  void a_key_is_taken_from_either_header_or_the_same_from_both() {
    String key = host.key("demo", "tools", "add");

    assertThat(with(key).call("add", CALL).toolText()).isEqualTo("5");
    assertThat(at("/mcp").header("X-API-Key", key).call("add", CALL).toolText()).isEqualTo("5");
    assertThat(at("/mcp").header("Authorization", "bearer  " + key + " ").call("add", CALL).toolText()).isEqualTo("5");
    assertThat(with(key).header("X-API-Key", key).call("add", CALL).toolText()).isEqualTo("5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /messages", "DELETE /sse", "PUT /t/demo/messages"})
  void a_method_that_a_path_does_not_take_needs_a_key_to_be_told_so(String line) {
    String path = line.substring(line.indexOf('/'));
    String method = line.substring(0, line.indexOf(' '));

    assertThat(at(path).send(method, null).status()).isEqualTo(401);
    assertThat(at(path).key(host.key("demo", "tools", "add")).send(method, null).status()).isEqualTo(404);
  }

  @Test
  void two_different_credentials_or_one_twice_are_a_bad_request() {
    String key = host.key("demo", "tools", "add");
    String other = host.key("demo", "tools", "add");

    assertThat(with(key).header("X-API-Key", other).list().status()).isEqualTo(400);
    for (String path : List.of("/mcp", "/messages", "/t/open/mcp")) {
      assertThat(RawHttp.status(host.url(), "POST " + path, "{}", "Host: localhost", "Content-Type: application/json",
          "Authorization: Bearer " + key, "Authorization: Bearer " + key)).isEqualTo(400);
      assertThat(RawHttp.status(host.url(), "POST " + path, "{}", "Host: localhost", "Content-Type: application/json",
          "X-API-Key: " + key, "X-API-Key: " + other)).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "apiKey", "api_key", "access_token", "token", "x-api-key", "KEY", "Access_Token"})
  void a_key_does_not_belong_in_a_url(String parameter) {
    String key = host.key("demo", "tools", "add");

    for (String path : List.of("/mcp", "/t/open/mcp", "/sse", "/nowhere")) {
      McpClient.Reply reply = at(path + "?" + parameter + "=anything").key(key).send("GET", null);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.message()).contains("URL");
    }
  }

  @Test
  void whatever_the_parameters_name() {
    String key = host.key("demo", "tools", "add");

    assertThat(with(key).header("X", "y").list().status()).isEqualTo(200);
    assertThat(at("/mcp?x=" + key).key(key).list().status()).isEqualTo(401);
    assertThat(at("/mcp?x=" + key.replace("_", "%5F")).key(key).list().status()).isEqualTo(401);
    assertThat(at("/mcp?x=y").key(key).list().status()).isEqualTo(200);
  }

  @Test
  void a_query_that_cannot_be_read_is_a_bad_request() {
    String key = host.key("demo", "tools", "add");

    assertThat(RawHttp.status(host.url(), "POST /mcp?x=%zz", "{}", "Host: localhost", "Authorization: Bearer " + key)).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"/t/acme/mcp", "/t/nowhere/mcp", "/t/open/mcp", "/t/DEMO/mcp"})
  void another_tenants_path_looks_like_none(String path) {
    String key = host.key("demo", "tools", "*");
    McpClient.Reply nowhere = at("/t/nowhere/mcp").key(key).list();

    McpClient.Reply reply = at(path).key(key).list();

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).isEqualTo(nowhere.text());
  }

  @Test
  void a_key_of_a_tenant_that_does_not_exist_finds_nothing() {
    assertThat(with(host.key("nowhere", "tools", "*")).list().status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/.well-known/oauth-protected-resource", "/.well-known/oauth-authorization-server", "/.well-known/x/mcp", "/nowhere", "/"})
  void what_is_not_there_is_not_found_without_a_key(String path) {
    assertThat(at(path).send("GET", null).status()).isEqualTo(404);
  }

  @Test
  void a_key_without_patterns_may_call_nothing() {
    McpClient client = with(host.key("demo"));

    assertThat(client.list().json().at("/result/tools")).isEmpty();
    assertThat(client.call("add", CALL).status()).isEqualTo(403);
  }

  @Test
  void a_deny_wins() {
    McpClient client = with(host.key("demo", "tools", "* !sub*"));

    assertThat(client.call("add", CALL).toolText()).isEqualTo("5");
    assertThat(client.call("subtract", CALL).status()).isEqualTo(403);
  }

  @Test
  void a_change_by_redis_cli_is_soon_in_force() throws InterruptedException {
    String key = host.key("demo", "tools", "add");
    assertThat(with(key).call("add", CALL).status()).isEqualTo(200);
    afterwards(key, "HSET", "mcp:key:ID", "tools", "subtract");
    eventually(() -> with(key).call("add", CALL).status(), 403);
    afterwards(key, "SADD", "mcp:revoked", "ID");
    eventually(() -> with(key).call("subtract", CALL).status(), 401);
    afterwards(key, "SREM", "mcp:revoked", "ID");
    eventually(() -> with(key).call("subtract", CALL).status(), 200);
  }

  @Test
  void a_key_that_will_expire_still_works() {
    String key = host.key("demo", "tools", "add", "exp", "2099-01-01T00:00:00Z", "nbf", "1700000000", "owner", "jane@example.com");
    afterwards(key, "PEXPIRE", "mcp:key:ID", "600000");

    assertThat(with(key).call("add", CALL).status()).isEqualTo(200);
  }

  @Test
  void a_key_made_elsewhere_can_be_carried_over() {
    String key = "made-elsewhere";
    host.redis().cli("HSET", "mcp:key:" + sha256(key).substring(0, 24), "tenant", "demo", "tools", "add", "salt", "5a17",
        "hash", sha256("5a17" + key));

    assertThat(with(key).call("add", CALL).toolText()).isEqualTo("5");
    assertThat(at("/mcp").header("X-API-Key", key).call("add", CALL).toolText()).isEqualTo("5");
  }

  // Speaks the protocol of Redis by bash itself: redis-cli is not on every machine that runs the tests.
  private static final String REDIS_CLI = """
      redis-cli() {
        exec 3<>"/dev/tcp/127.0.0.1/$REDIS_PORT"
        printf '*%d\\r\\n' $# >&3
        for word in "$@"; do printf '$%d\\r\\n%s\\r\\n' ${#word} "$word" >&3; done
        IFS= read -r reply <&3; echo "$reply"
        exec 3>&-
      }
      """;

  @Test
  void a_key_can_be_made_with_nothing_but_a_shell() throws Exception {
    String key = bash("""
        id=$(openssl rand -hex 6); secret=$(openssl rand -hex 32); salt=$(openssl rand -hex 16)
        redis-cli HSET mcp:key:$id tenant demo tools 'add' salt $salt hash $(printf %s "$salt$secret" | sha256sum | cut -c1-64)
        key=gth_${id}_${secret}; echo "${key}_$(printf %s "$key" | sha256sum | cut -c1-8)"
        """);

    assertThat(with(key).call("add", CALL).toolText()).isEqualTo("5");
    assertThat(with(key).call("subtract", CALL).status()).isEqualTo(403);
    bash("redis-cli SADD mcp:revoked " + TestHost.idOf(key));
    eventually(() -> with(key).call("add", CALL).status(), 401);
  }

  /** Runs a script; gives its last line. */
  private static String bash(String script) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-euc", REDIS_CLI + script).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("REDIS_PORT", "" + host.redis().port());
    Process bash = builder.start();
    List<String> lines = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(bash.waitFor()).isZero();
    return lines.get(lines.size() - 1);
  }

  @Test
  void a_notification_needs_a_key_too() {
    JsonNode told = Json.object().put("jsonrpc", "2.0").put("method", "notifications/cancelled");

    assertThat(at("/mcp").header("MCP-Protocol-Version", McpClient.MODERN).post(told.toString()).status()).isEqualTo(401);
  }
}
