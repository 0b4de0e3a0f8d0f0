package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client whose key is rotated goes on in its session, and the old key's end takes along only what the old key has open. */
@Timeout(120)
class RotatedSessionIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private String old;
  private String fresh;
  private LegacyClient session;

  @BeforeEach
  void rotate() {
    old = host.key("demo", "tools", "*");
    fresh = host.key("demo", "tools", "*", "replaces", TestHost.idOf(old), "line", TestHost.idOf(old));
    session = LegacyClient.open(McpClient.of(host.url() + "/mcp").key(old), "2025-11-25");
  }

  private McpClient with(String key) {
    return McpClient.of(host.url() + "/mcp").key(key).header(LegacyClient.SESSION, session.session());
  }

  private int ping(String key) {
    return with(key).post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").status();
  }

  private static void revoke(String key) {
    host.redis().cli("SADD", "mcp:revoked", TestHost.idOf(key));
  }

  @Test
  void the_successor_goes_on_in_the_session_and_both_may_use_it_while_both_are_good() {
    assertThat(ping(fresh)).isEqualTo(200);
    assertThat(ping(old)).isEqualTo(200);
    assertThat(with(fresh).send("DELETE", null).status()).isEqualTo(204);
    assertThat(ping(old)).isEqualTo(404);
  }

  @Test
  void a_key_of_another_chain_or_tenant_finds_no_session() {
    String other = host.key("demo", "tools", "*");
    String elsewhere = host.key("acme", "tools", "*", "line", TestHost.idOf(old));

    assertThat(ping(other)).isEqualTo(404);
    assertThat(ping(elsewhere)).isEqualTo(404);
    assertThat(ping(host.key("demo", "tools", "*", "line", TestHost.idOf(other)))).isEqualTo(404);
  }

  @Test
  void the_old_keys_end_cuts_its_streams_and_leaves_the_session() throws InterruptedException {
    try (SseClient its = SseClient.ofSession(host.url() + "/mcp", old, session.session())) {
      assertThat(ping(fresh)).isEqualTo(200);
      revoke(old);

      assertThat(its.next()).as("the stream is over").isNull();
      eventually(() -> ping(old), 401);
      assertThat(ping(fresh)).isEqualTo(200);
    }
  }

  @Test
  void the_successors_stream_stays_until_the_last_of_them_ends() throws InterruptedException {
    try (SseClient stream = SseClient.ofSession(host.url() + "/mcp", fresh, session.session())) {
      revoke(old);
      eventually(() -> ping(old), 401);
      assertThat(ping(fresh)).isEqualTo(200);
      revoke(fresh);

      assertThat(stream.next().json().at("/params/data").textValue()).contains("no longer valid");
      assertThat(stream.next()).as("the stream is over").isNull();
      eventually(() -> ping(fresh), 401);
    }
  }

  @Test
  void a_session_that_its_successor_never_used_ends_with_the_old_key() throws InterruptedException {
    try (SseClient stream = SseClient.ofSession(host.url() + "/mcp", old, session.session())) {
      revoke(old);

      assertThat(stream.next().json().at("/params/data").textValue()).contains("no longer valid");
      assertThat(stream.next()).as("the stream is over").isNull();
      eventually(() -> ping(fresh), 404);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_stream_of_2024_11_05_is_its_own_keys_and_ends_with_it(boolean used) throws InterruptedException {
    try (SseClient stream = SseClient.open(host.url() + "/sse", old)) {
      String url = host.url() + stream.next().data();
      if (used) {
        assertThat(McpClient.of(url).key(fresh).post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").status()).isEqualTo(202);
        assertThat(stream.next().json().path("id").intValue()).isEqualTo(1);
      }
      revoke(old);

      assertThat(stream.next().json().at("/params/data").textValue()).contains("no longer valid");
      assertThat(stream.next()).as("the stream is over").isNull();
      eventually(() -> McpClient.of(url).key(fresh).post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").status(), 404);
    }
  }
}
