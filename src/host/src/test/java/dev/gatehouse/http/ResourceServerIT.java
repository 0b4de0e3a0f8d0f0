package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The duties of an OAuth resource server: metadata, challenges, and tokens that are for one tenant alone. */
@Timeout(120)
class ResourceServerIT {

  private static final String PUBLIC = "https://mcp.example.com/gate";
  private static final String DEMO = PUBLIC + "/t/demo/mcp";
  private static final String METADATA = "resource_metadata=\"" + PUBLIC + "/.well-known/oauth-protected-resource/t/demo/mcp\"";
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
  private static final String ADD = "{\"a\":2,\"b\":3}";

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "http": { "port": 0, "publicUrl": "%s", "trustedProxies": ["127.0.0.1/32"] } }
      """.formatted(PUBLIC)).plugin("demo", "math").plugin("acme", "math").plugin("plain", "math");

  private static final TestIssuer issuer = new TestIssuer();

  @BeforeAll
  static void records() throws InterruptedException {
    host.redis().cli("HSET", "mcp:role:demo:adder", "tools", "add");
    host.redis().cli("HSET", "mcp:role:demo:writer", "tools", "subtract multiply");
    host.redis().cli("HSET", "mcp:role:demo:far", "tools", "divide");
    issuer.record(host, "demo", "idp", "scope.tools:add", "adder", "scope.tools:write", "writer", "scope.offline_access", "far", "tools",
        "add subtract divide");
    issuer.record(host, "acme", "idp", "scope.tools:add", "adder");
    host.redis().cli("HSET", "mcp:issuer:plain:local", "issuer", "local", "secret", "0123456789012345678901234567890123456789");
    eventually(() -> at(WELL_KNOWN + "/t/demo/mcp").send("GET", null).status(), 200);
    eventually(() -> at(WELL_KNOWN + "/t/acme/mcp").send("GET", null).status(), 200);
  }

  private static McpClient at(String path) {
    return McpClient.of(host.url() + path);
  }

  private static String challenge(McpClient.Reply reply) {
    return reply.header("WWW-Authenticate");
  }

  private static String token(String scope) {
    return issuer.token(DEMO, scope, Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {WELL_KNOWN + "/t/demo/mcp", WELL_KNOWN + "/gate/t/demo/mcp"})
  void metadata_say_where_tokens_are_had(String path) {
    McpClient.Reply reply = at(path).header("X-Forwarded-Prefix", "/other").send("GET", null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.text()).isEqualTo("{\"resource\":\"" + DEMO + "\",\"authorization_servers\":[\"" + TestIssuer.ISS
        + "\"],\"scopes_supported\":[\"tools:add\",\"tools:write\"],\"bearer_methods_supported\":[\"header\"],\"resource_name\":\"demo\","
        + "\"dpop_signing_alg_values_supported\":[\"ES256\",\"ES384\",\"ES512\",\"Ed25519\",\"EdDSA\",\"PS256\",\"PS384\",\"PS512\","
        + "\"RS256\",\"RS384\",\"RS512\"],\"dpop_bound_access_tokens_required\":false}");
  }

  @Test
  void metadata_take_get_alone() {
    assertThat(at(WELL_KNOWN + "/t/demo/mcp").send("HEAD", null).status()).isEqualTo(200);
    McpClient.Reply posted = at(WELL_KNOWN + "/t/demo/mcp").post("{}");
    assertThat(posted.status()).isEqualTo(405);
    assertThat(posted.header("Allow")).isEqualTo("GET, HEAD");
  }

  /** To the byte: status line, headers and body. */
  @ParameterizedTest
  @ValueSource(strings = {"/t/plain/mcp", "/t/nowhere/mcp", "/mcp", "", "/t/demo/sse"})
  void without_an_authorization_server_there_are_none(String resource) {
    assertThat(RawHttp.send(host.url(), "GET " + WELL_KNOWN + resource, "", "Host: localhost"))
        .isEqualTo(RawHttp.send(host.url(), "GET /nowhere", "", "Host: localhost")).startsWith("HTTP/1.1 404 ");
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {"GET, -", "GET, Bearer x.y.z", "POST, -", "POST, Bearer x.y.z", "DELETE, Basic eDp5"})
  void keys_alone_get_the_plain_challenge(String method, String authorization) {
    for (String path : new String[] {"/mcp", "/t/plain/mcp", "/t/nowhere/mcp"}) {
      McpClient client = authorization == null ? at(path) : at(path).header("Authorization", authorization);
      McpClient.Reply reply = client.send(method, method.equals("POST") ? "{}" : null);

      assertThat(reply.status()).isEqualTo(401);
      assertThat(challenge(reply)).isEqualTo("Bearer realm=\"gatehouse\"");
    }
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", quoteCharacter = '\'', value = {
      "GET, -, -", "POST, -, -", "DELETE, -, -", "POST, Basic eDp5, -",
      "POST, Bearer x.y.z, 'error=\"invalid_token\", '", "GET, Bearer eyJhbGciOiJFUzI1NiJ9.e30.AAAA, 'error=\"invalid_token\", '",
      "POST, Bearer gth_mistyped, 'error=\"invalid_token\", '", "POST, DPoP gth_mistyped, 'error=\"invalid_token\", '"})
  void others_get_one_that_leads_to_the_metadata(String method, String authorization, String error) {
    McpClient client = authorization == null ? at("/t/demo/mcp") : at("/t/demo/mcp").header("Authorization", authorization);

    McpClient.Reply reply = client.send(method, method.equals("POST") ? "{}" : null);

    assertThat(reply.status()).isEqualTo(401);
    assertThat(challenge(reply)).isEqualTo("Bearer realm=\"gatehouse\", " + (error == null ? "" : error) + METADATA
        + ", scope=\"tools:add tools:write\"");
  }

  @Test
  void a_key_of_the_same_tenant_works_as_before() {
    assertThat(at("/t/demo/mcp").key(host.key("demo", "tools", "add")).call("add", ADD).toolText()).isEqualTo("5");
    McpClient.Reply denied = at("/t/demo/mcp").key(host.key("demo", "tools", "add")).call("subtract", ADD);
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.message()).isEqualTo("This key may not call tool 'subtract'.");
    assertThat(challenge(denied)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/t/demo/mcp", "/mcp"})
  void a_token_calls_what_its_scopes_allow(String path) {
    assertThat(at(path).key(token("tools:add")).call("add", ADD).toolText()).isEqualTo("5");
  }

  @Test
  void a_token_is_for_one_tenant() {
    String acme = issuer.token(PUBLIC + "/t/acme/mcp", "tools:add", Map.of());

    assertThat(at("/t/acme/mcp").key(token("tools:add")).list().status()).isEqualTo(401);
    assertThat(at("/t/demo/mcp").key(acme).list().status()).isEqualTo(401);
    assertThat(at("/t/plain/mcp").key(acme).list().status()).isEqualTo(401);
    assertThat(at("/mcp").key(issuer.token(PUBLIC + "/mcp", "tools:add", Map.of())).list().status()).isEqualTo(401);
  }

  @Test
  void what_further_scopes_allow_is_asked_for_at_once() {
    McpClient.Reply denied = at("/t/demo/mcp").key(token("openid tools:add offline_access")).call("subtract", ADD);

    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.message()).isEqualTo("This token may not call tool 'subtract'.");
    assertThat(challenge(denied))
        .isEqualTo("Bearer realm=\"gatehouse\", error=\"insufficient_scope\", scope=\"openid tools:add tools:write\","
            + " error_description=\"The token's scopes do not allow this; these would.\", " + METADATA);
  }

  /** The ceiling cuts multiply, and only offline_access, which is never asked for, would grant divide. */
  @ParameterizedTest
  @ValueSource(strings = {"multiply", "divide", "nothing"})
  void what_no_scope_allows_is_denied_without_a_challenge(String tool) {
    McpClient.Reply denied = at("/t/demo/mcp").key(token("tools:add")).call(tool, ADD);

    assertThat(denied.status()).isEqualTo(403);
    assertThat(challenge(denied)).isNull();
  }

  @Test
  void the_older_wire_asks_for_scopes_by_status_and_refuses_others_as_before() {
    LegacyClient session = LegacyClient.open(at("/t/demo/mcp").key(token("tools:add")), "2025-11-25");

    McpClient.Reply denied = session.call("subtract", 1, 2);
    assertThat(denied.status()).isEqualTo(403);
    assertThat(challenge(denied)).contains("error=\"insufficient_scope\"", "scope=\"tools:add tools:write\"", METADATA);
    assertThat(denied.code()).isEqualTo(403);
    McpClient.Reply never = session.call("multiply", 1, 2);
    assertThat(never.status()).isEqualTo(200);
    assertThat(never.code()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"Bearer, invalid_token", "DPoP, invalid_dpop_proof"})
  void a_bound_token_without_proof_is_told_of_the_scheme(String scheme, String error) {
    String bound = issuer.token(DEMO, "tools:add", Map.of("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")));

    McpClient.Reply reply = at("/t/demo/mcp").header("Authorization", scheme + " " + bound).list();

    assertThat(reply.status()).isEqualTo(401);
    assertThat(challenge(reply)).startsWith("Bearer realm=\"gatehouse\", " + METADATA).contains(", DPoP realm=\"gatehouse\", algs=\"ES256 ")
        .endsWith("error=\"" + error + "\"");
  }
}
