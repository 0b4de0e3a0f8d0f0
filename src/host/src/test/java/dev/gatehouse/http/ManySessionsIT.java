package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static dev.gatehouse.Eventually.repeatUntil;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three hosts on one Redis serve the same sessions: each request of a client may reach another of them. */
@Timeout(240)
class ManySessionsIT {

  @RegisterExtension
  static final TestHost one = new TestHost("{}").code("demo", "many", ManySessions.PLUGIN);
  private static TestHost two;
  private static TestHost three;

  private final String key = one.key("demo", "tools", "*", "resources", "*");

  @BeforeAll
  static void start() throws Exception {
    two = one.another();
    three = one.another();
  }

  private static ObjectNode answer(JsonNode question, String name) {
    ObjectNode answer = Json.object().put("jsonrpc", "2.0");
    answer.set("id", question.get("id"));
    answer.putObject("result").put("action", "accept").putObject("content").put("name", name);
    return answer;
  }

  private void awaitHanging(TestHost host, int calls) throws InterruptedException {
    eventually(() -> McpClient.of(host.url() + "/mcp").key(key).call("hanging", "{}").toolText(), "" + calls);
  }

  private void release(TestHost host) {
    assertThat(McpClient.of(host.url() + "/mcp").key(key).call("release", "{}").status()).isEqualTo(200);
  }

  @Test
  void a_session_is_everywhere_until_it_is_ended_anywhere() throws InterruptedException {
    ManySessions session = ManySessions.open(one, key);
    assertThat(session.ping(two)).isEqualTo(200);
    assertThat(session.ping(three)).isEqualTo(200);
    assertThat(session.call(three, "say").text()).contains("said");

    assertThat(session.at(two).send("DELETE", null).status()).isEqualTo(204);

    assertThat(session.ping(two)).isEqualTo(404);
    eventually(() -> session.ping(one), 404);
    eventually(() -> session.ping(three), 404);
    assertThat(one.redis().cli("KEYS", "mcp:session:{" + session.id() + "}*")).isEmpty();
  }

  @Test
  void its_end_cancels_what_runs_on_another_host() throws InterruptedException {
    ManySessions session = ManySessions.open(one, key);
    try (SseClient call = session.stream(two, 7, "talk")) {
      assertThat(call.message().at("/params/data").textValue()).isEqualTo("one");
      awaitHanging(two, 1);

      assertThat(session.at(three).send("DELETE", null).status()).isEqualTo(204);

      awaitHanging(two, 0);
      assertThat(call.message()).as("the stream is over").isNull();
    }
  }

  @Test
  void a_question_of_one_host_is_answered_through_another() {
    ManySessions session = ManySessions.open(one, key);
    try (SseClient call = session.stream(two, 7, "ask")) {
      JsonNode question = call.message();
      assertThat(question.path("method").textValue()).isEqualTo("elicitation/create");

      assertThat(session.at(three).post(answer(question, "Jo").toString()).status()).isEqualTo(202);

      JsonNode answered = call.message();
      assertThat(answered.path("id").intValue()).isEqualTo(7);
      assertThat(answered.at("/result/content/0/text").textValue()).isEqualTo("Hello, Jo");
    }
  }

  @Test
  void a_question_is_answered_by_nobody_but_its_own_session() {
    ManySessions session = ManySessions.open(one, key);
    ManySessions stranger = ManySessions.open(one, key);
    try (SseClient call = session.stream(two, 7, "ask")) {
      JsonNode question = call.message();
      assertThat(stranger.at(three).post(answer(question, "Eve").toString()).status()).isEqualTo(202);
      assertThat(stranger.at(two).post(answer(question, "Eve").toString()).status()).isEqualTo(202);
      assertThat(session.at(three).post(answer(question, "Jo").toString()).status()).isEqualTo(202);
      assertThat(call.message().at("/result/content/0/text").textValue()).isEqualTo("Hello, Jo");
    }
  }

  @Test
  void a_stream_that_broke_is_resumed_through_another_host_while_its_call_runs_on() throws InterruptedException {
    ManySessions session = ManySessions.open(one, key);
    String seen;
    try (SseClient call = session.stream(two, 7, "talk")) {
      assertThat(call.message().at("/params/data").textValue()).isEqualTo("one");
      seen = call.lastId();
      awaitHanging(two, 1);
    }
    String last;
    try (SseClient rest = session.resume(three, seen)) {
      release(two);
      assertThat(rest.message().at("/params/data").textValue()).isEqualTo("two");
      assertThat(rest.message().at("/result/content/0/text").textValue()).isEqualTo("done");
      assertThat(rest.message()).isNull();
      last = rest.lastId();
    }
    assertThat(session.at(one).header("Last-Event-ID", last).send("GET", null).status()).isEqualTo(204);
    assertThat(session.at(one).header("Last-Event-ID", seen).send("GET", null).text()).contains("two").contains("done")
        .doesNotContain("\"one\"");
  }

  @Test
  void a_call_is_cancelled_through_another_host() throws InterruptedException {
    ManySessions session = ManySessions.open(one, key);
    try (SseClient call = session.stream(two, 7, "talk")) {
      assertThat(call.message().at("/params/data").textValue()).isEqualTo("one");
      awaitHanging(two, 1);

      assertThat(session.notify(three, "notifications/cancelled", Json.object().put("requestId", 7)).status()).isEqualTo(202);

      awaitHanging(two, 0);
      assertThat(call.message()).as("no answer").isNull();
    }
    assertThat(session.ping(two)).isEqualTo(200);
  }

  @Test
  void the_level_of_log_messages_is_that_of_the_session() throws InterruptedException {
    ManySessions session = ManySessions.open(one, key);
    assertThat(session.call(three, "say").text()).contains("\"info\"").contains("\"error\"");
    assertThat(session.request(two, 3, "logging/setLevel", Json.object().put("level", "error")).json().has("result")).isTrue();

    eventually(() -> !session.call(three, "say").text().contains("\"data\":\"info\""));
    assertThat(session.call(three, "say").text()).contains("\"data\":\"error\"");
  }

  @Test
  void what_a_plugin_of_one_host_says_of_its_lists_is_told_by_all() throws InterruptedException {
    ManySessions session = ManySessions.open(one, key);
    try (SseClient own = session.own(two);
        SseClient modern = SseClient.listen(three.url() + "/mcp", key, "{\"toolsListChanged\":true}")) {
      modern.message("notifications/subscriptions/acknowledged");
      CompletableFuture<JsonNode> heard = CompletableFuture.supplyAsync(() -> own.message("notifications/tools/list_changed"));
      CompletableFuture<JsonNode> modernHeard = CompletableFuture.supplyAsync(() -> modern.message("notifications/tools/list_changed"));

      // A session's stream gets messages once its host has taken it, a moment after its head.
      repeatUntil(() -> assertThat(session.call(one, "announce").status()).isEqualTo(200), CompletableFuture.allOf(heard, modernHeard));

      assertThat(heard.join()).isNotNull();
      assertThat(modernHeard.join()).isNotNull();
    }
  }

  @Test
  void its_key_ends_it_on_all_hosts() throws InterruptedException {
    ManySessions session = ManySessions.open(one, key);
    try (SseClient stream = session.own(two)) {
      assertThat(session.ping(three)).isEqualTo(200);
      one.redis().cli("SADD", "mcp:revoked", TestHost.idOf(key));

      assertThat(stream.message().at("/params/data").textValue()).contains("no longer valid");
      assertThat(stream.message()).as("the stream is over").isNull();
    }
    eventually(() -> one.redis().cli("KEYS", "mcp:session:{" + session.id() + "}*").isEmpty());
    eventually(() -> session.ping(three), 401);
  }

  @Test
  void a_key_that_ends_leaves_it_to_another_of_its_chain_that_has_used_another_host() throws InterruptedException {
    String next = one.key("demo", "tools", "*", "replaces", TestHost.idOf(key), "line", TestHost.idOf(key));
    ManySessions session = ManySessions.open(one, key);
    McpClient successor = McpClient.of(two.url() + "/mcp").key(next).header(LegacyClient.SESSION, session.id());
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    assertThat(successor.post(ping).status()).isEqualTo(200);
    eventually(() -> one.redis().cli("HGET", "mcp:session:{" + session.id() + "}", "key"), TestHost.idOf(next));

    one.redis().cli("SADD", "mcp:revoked", TestHost.idOf(key));

    eventually(() -> session.ping(one), 401);
    Thread.sleep(500);
    assertThat(successor.post(ping).status()).isEqualTo(200);
  }

  private static String post(int id, String tool) {
    return McpClient.rpc(id, "tools/call", Json.object().put("name", tool)).toString();
  }

  @Test
  void posts_of_2024_11_05_reach_any_host_and_are_answered_on_the_stream() throws InterruptedException {
    String messages;
    try (SseClient stream = SseClient.open(one.url() + "/sse", key)) {
      messages = stream.next().data();
      assertThat(McpClient.of(two.url() + messages).key(key).post(
          "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{}}}")
          .status()).isEqualTo(202);
      assertThat(stream.next().json().at("/result/protocolVersion").textValue()).isEqualTo("2024-11-05");
      assertThat(McpClient.of(three.url() + messages).key(key).post(post(2, "say")).status()).isEqualTo(202);
      assertThat(stream.next().json().at("/params/data").textValue()).isEqualTo("info");
      assertThat(stream.next().json().at("/params/data").textValue()).isEqualTo("error");
      assertThat(stream.next().json().at("/result/content/0/text").textValue()).isEqualTo("said");
      assertThat(McpClient.of(one.url() + messages).key(key).post(post(3, "hanging")).status()).isEqualTo(202);
      assertThat(stream.next().json().path("id").intValue()).isEqualTo(3);
      assertThat(stream.lastId()).as("this revision has no ids").isNull();
      assertThat(McpClient.of(two.url() + messages).key(one.key("demo", "tools", "*")).post(post(4, "say")).status()).isEqualTo(404);
    }
    eventually(() -> McpClient.of(two.url() + messages).key(key).post(post(5, "say")).status(), 404);
    eventually(() -> McpClient.of(three.url() + messages).key(key).post(post(5, "say")).status(), 404);
  }
}
