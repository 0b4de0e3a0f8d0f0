package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session belongs to the subject and client of the token that opened it, and goes on with the next token of both. */
@Timeout(120)
class SessionTokenIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static final TestIssuer issuer = new TestIssuer();

  @BeforeAll
  static void records() throws InterruptedException {
    host.redis().cli("HSET", "mcp:role:demo:adder", "tools", "add");
    issuer.record(host, "demo", "idp", "scope.add", "adder", "leeway", "0s");
    eventually(() -> McpClient.of(host.url() + "/.well-known/oauth-protected-resource/mcp").send("GET", null).status(), 200);
  }

  private static String token(int seconds, Map<String, ?> claims) {
    return issuer.token(host.url() + "/mcp", "add", seconds, claims);
  }

  private static LegacyClient open(String token) {
    return LegacyClient.open(McpClient.of(host.url() + "/mcp").key(token), "2025-11-25");
  }

  private static int ping(LegacyClient session, String token) {
    return McpClient.of(host.url() + "/mcp").key(token).header(LegacyClient.SESSION, session.session())
        .post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").status();
  }

  @Test
  void the_path_without_a_tenant_is_the_only_tenants() {
    McpClient.Reply metadata = McpClient.of(host.url() + "/.well-known/oauth-protected-resource/mcp").send("GET", null);
    McpClient.Reply refused = McpClient.of(host.url() + "/mcp").list();

    assertThat(metadata.json().path("resource").asText()).isEqualTo(host.url() + "/mcp");
    assertThat(refused.header("WWW-Authenticate"))
        .contains("resource_metadata=\"" + host.url() + "/.well-known/oauth-protected-resource/mcp\"");
    assertThat(McpClient.of(host.url() + "/mcp").key(issuer.token(host.url() + "/t/demo/mcp", "add", Map.of())).list().status())
        .isEqualTo(200);
  }

  @Test
  void it_goes_on_with_another_token_of_the_same_subject_and_client_alone() {
    LegacyClient session = open(token(3600, Map.of()));

    assertThat(ping(session, token(3600, Map.of()))).isEqualTo(200);
    assertThat(ping(session, token(3600, Map.of("sub", "bob")))).isEqualTo(404);
    assertThat(ping(session, token(3600, Map.of("client_id", "other")))).isEqualTo(404);
    assertThat(ping(session, host.key("demo", "tools", "*"))).isEqualTo(404);
  }

  @Test
  void its_stream_ends_with_the_token_that_opened_it_and_the_session_waits_for_the_next() throws InterruptedException {
    String first = token(8, Map.of());
    LegacyClient session = open(first);
    try (SseClient stream = SseClient.ofSession(host.url() + "/mcp", first, session.session())) {
      assertThat(stream.next()).as("the stream is over").isNull();
      eventually(() -> ping(session, first), 401);
      assertThat(ping(session, token(3600, Map.of()))).isEqualTo(200);
    }
  }

  @Test
  void a_revoked_token_cuts_its_stream_and_leaves_the_session_to_a_refreshed_one() throws InterruptedException {
    String first = token(3600, Map.of("jti", "first"));
    String next = token(3600, Map.of());
    LegacyClient session = open(first);
    try (SseClient stream = SseClient.ofSession(host.url() + "/mcp", first, session.session())) {
      assertThat(ping(session, next)).isEqualTo(200);
      host.redis().cli("SADD", "mcp:revoked", "token:demo:first");

      assertThat(stream.next()).as("the stream is over").isNull();
      eventually(() -> ping(session, first), 401);
      assertThat(ping(session, next)).isEqualTo(200);
    }
  }
}
