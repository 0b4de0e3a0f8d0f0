package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What sessions outlive, what ends them, and what they cost. */
@Timeout(240)
class SessionLifeIT {

  /** Those by which sessions are read, changed, and their hosts told. */
  private static final String[] COMMANDS = {"hgetall", "pttl", "hget", "hset", "exists", "eval", "xadd", "xrange", "publish"};

  @RegisterExtension
  static final TestHost one =
      new TestHost("{\"sessions\": {\"idle\": \"6s\", \"perTenant\": 5}, \"auth\": {\"grace\": \"5m\"}}")
          .code("demo", "many", ManySessions.PLUGIN)
          .code("other", "many", ManySessions.PLUGIN);
  private static TestHost two;

  private final String key = one.key("demo", "tools", "*", "resources", "*");

  @BeforeAll
  static void start() throws Exception {
    two = one.another();
  }

  @Test
  void it_goes_on_after_its_only_host_was_restarted() throws Exception {
    TestHost alone = one.another();
    ManySessions session = ManySessions.open(alone, key);
    String seen;
    try (SseClient call = session.stream(alone, 7, "say")) {
      call.message();
      seen = call.lastId();
      while (call.message() != null) {
        // To the end.
      }
    }
    assertThat(session.request(alone, 3, "logging/setLevel", Json.object().put("level", "error")).json().has("result")).isTrue();
    SseClient own = session.own(alone);

    alone.stop();
    assertThat(own.message()).as("a clean end").isNull();
    alone.start();

    assertThat(session.ping(alone)).isEqualTo(200);
    assertThat(session.call(alone, "say").text()).contains("\"data\":\"error\"").doesNotContain("\"data\":\"info\"");
    try (SseClient rest = session.resume(alone, seen)) {
      assertThat(rest.status()).isEqualTo(200);
      assertThat(rest.message().at("/params/data").textValue()).isEqualTo("error");
      assertThat(rest.message().at("/result/content/0/text").textValue()).isEqualTo("said");
      assertThat(rest.message()).isNull();
    }
  }

  @Test
  void what_a_killed_host_had_written_is_shown_and_then_the_stream_is_over() {
    ManySessions session = ManySessions.open(one, key);
    one.redis().cli("XADD", "mcp:session:{" + session.id() + "}:events", "*", "s", "1048575.3", "n", "1", "t", "76", "d", "{\"left\":1}");

    try (SseClient rest = session.resume(two, "1048575.3-0")) {
      assertThat(rest.message().path("left").intValue()).isEqualTo(1);
      assertThat(rest.message()).as("the end").isNull();
    }
    assertThat(session.at(two).header("Last-Event-ID", "1048575.3-1").send("GET", null).status()).isEqualTo(204);
  }

  @Test
  void it_expires_when_it_is_idle_and_not_while_a_host_shows_its_stream() throws InterruptedException {
    ManySessions idle = ManySessions.open(one, key);
    ManySessions read = ManySessions.open(one, key);
    assertThat(idle.ping(two)).isEqualTo(200);
    SseClient stream = read.own(two);
    eventually(() -> one.redis().cli("EXISTS", "mcp:session:{" + idle.id() + "}"), "0");
    assertThat(idle.ping(one)).isEqualTo(404);
    assertThat(idle.ping(two)).isEqualTo(404);
    Thread.sleep(4_000);
    assertThat(read.ping(one)).as("its stream is read").isEqualTo(200);
    stream.close();
  }

  @Test
  void one_of_a_newer_version_is_refused_in_words() {
    ManySessions session = ManySessions.open(one, key);
    one.redis().cli("HSET", "mcp:session:{" + session.id() + "}", "v", "2");

    McpClient.Reply refused = session.request(two, 5, "ping", Json.object());
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.json().path("id").intValue()).isEqualTo(5);
    assertThat(refused.message()).contains("newer version of this host").contains("initialize");
    assertThat(session.at(two).send("GET", null).message()).contains("newer version");
    assertThat(session.at(two).send("DELETE", null).status()).isEqualTo(404);
    assertThat(McpClient.of(two.url() + "/messages?sessionId=" + session.id()).key(key).post("{}").status()).isEqualTo(404);
  }

  @Test
  void a_tenants_bound_is_one_for_all_hosts() throws InterruptedException {
    String others = one.key("other", "tools", "*");
    ManySessions first = ManySessions.open(one, others);
    for (int i = 0; i < 5; i++) {
      ManySessions.open(i % 2 == 0 ? one : two, others);
    }

    eventually(() -> first.ping(two), 404);
    eventually(() -> first.ping(one), 404);
  }

  @Test
  void a_request_in_a_known_session_costs_no_command() throws InterruptedException {
    ManySessions session = ManySessions.open(one, key);
    eventually(() -> {
      long before = one.redis().commands(COMMANDS);
      IntStream.range(0, 100).forEach(i -> assertThat(session.ping(one)).isEqualTo(200));
      // What all hosts do beside: signs of life, and last use in batches, of which other hosts hear and read again.
      return one.redis().commands(COMMANDS) - before < 20;
    });
  }

  @Test
  void a_call_of_the_current_revision_costs_none_either() {
    McpClient modern = McpClient.of(two.url() + "/mcp").key(key);
    assertThat(modern.call("hanging", "{}").toolText()).isEqualTo("0");
    long before = costBesideAudit();
    IntStream.range(0, 50)
        .forEach(i -> assertThat(modern.header(LegacyClient.SESSION, "x").call("hanging", "{}").toolText()).isEqualTo("0"));
    assertThat(costBesideAudit() - before).isLessThan(50);
  }

  /** Without the entries of the audit, which are written in batches: one XADD for each call. */
  private static long costBesideAudit() {
    return one.redis().commands("xadd", "xrange", "publish", "hgetall")
        - Long.parseLong(one.redis().cli("XLEN", "mcp:audit:{demo}"));
  }

  @Test
  void while_redis_is_away_sessions_are_refused_as_keys_are() throws Exception {
    ManySessions session = ManySessions.open(one, key);
    assertThat(session.ping(two)).isEqualTo(200);
    one.redis().stop();
    try {
      eventually(() -> session.ping(two), 503);
      McpClient.Reply refused = session.request(two, 5, "ping", Json.object());
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.message()).isEqualTo("The host cannot check keys and limits at the moment. Try again in 1 s.");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(session.at(two).send("GET", null).status()).isEqualTo(503);
      assertThat(session.at(two).send("DELETE", null).status()).isEqualTo(503);
      assertThat(McpClient.of(two.url() + "/mcp").key(key).list().status()).as("the key is known").isEqualTo(200);
    } finally {
      one.redis().start();
    }
    eventually(() -> Wire.metric(one, "gatehouse_redis_problems") == 0 && Wire.metric(two, "gatehouse_redis_problems") == 0);
  }
}
