package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session's own stream, shown by whichever of three hosts its client has connected to. */
@Timeout(240)
class SessionStreamsIT {

  @RegisterExtension
  static final TestHost one = new TestHost("{}").code("demo", "many", ManySessions.PLUGIN);
  private static TestHost two;
  private static TestHost three;

  private static final String UPDATED = "notifications/resources/updated";

  private final String key = one.key("demo", "tools", "*", "resources", "*");

  @BeforeAll
  static void start() throws Exception {
    two = one.another();
    three = one.another();
  }

  private void change(TestHost host) {
    McpClient.Reply reply = McpClient.of(host.url() + "/mcp").key(key).call("change", "{\"name\":\"t" + UUID.randomUUID() + "\"}");
    assertThat(reply.status()).isEqualTo(200);
  }

  private void touch(TestHost host, String uri) {
    assertThat(McpClient.of(host.url() + "/mcp").key(key).call("touch", "{\"uri\":\"" + uri + "\"}").status()).isEqualTo(200);
  }

  private static String method(JsonNode message) {
    return message.path("method").textValue();
  }

  @Test
  void a_resource_that_changes_on_one_host_is_news_for_the_clients_of_others() throws InterruptedException {
    ManySessions session = ManySessions.open(one, key);
    assertThat(session.request(two, 3, "resources/subscribe", Json.object().put("uri", "doc:///a")).json().has("result")).isTrue();
    try (SseClient stream = session.own(three);
        SseClient modern = SseClient.listen(two.url() + "/mcp", key, "{\"resourceSubscriptions\":[\"doc:///a\"]}")) {
      assertThat(method(modern.message())).isEqualTo("notifications/subscriptions/acknowledged");
      CompletableFuture<JsonNode> news = CompletableFuture.supplyAsync(() -> stream.message(UPDATED));
      eventually(() -> {
        touch(one, "doc:///b");
        touch(one, "doc:///a");
        return news.isDone();
      });
      assertThat(news.join().at("/params/uri").textValue()).isEqualTo("doc:///a");
      assertThat(modern.message().at("/params/uri").textValue()).isEqualTo("doc:///a");

      assertThat(session.request(one, 3, "resources/unsubscribe", Json.object().put("uri", "doc:///a")).json().has("result")).isTrue();
      eventually(() -> one.redis().cli("HKEYS", "mcp:session:{" + session.id() + "}").contains("sub:"), false);
    }
  }

  @Test
  void of_connections_to_two_hosts_the_newest_gets_the_messages_until_it_is_lost() throws Exception {
    ManySessions session = ManySessions.open(one, key);
    try (SseClient older = session.own(one)) {
      change(one);
      assertThat(method(older.message())).isEqualTo("notifications/tools/list_changed");
      CompletableFuture<JsonNode> next = CompletableFuture.supplyAsync(older::message);
      try (SseClient newer = session.own(two)) {
        // Told what has changed on the first host, unless both serve the same.
        CompletableFuture<JsonNode> first = CompletableFuture.supplyAsync(newer::message);
        eventually(() -> {
          change(two);
          return first.isDone();
        });
        change(one);
        Thread.sleep(300);
        assertThat(next).as("neither a message nor the end").isNotDone();
      }
      eventually(() -> {
        change(one);
        return next.isDone();
      });
      assertThat(method(next.get())).isEqualTo("notifications/tools/list_changed");
    }
  }

  @Test
  void who_comes_back_to_another_host_gets_what_was_missed() throws Exception {
    ManySessions session = ManySessions.open(one, key);
    assertThat(session.request(two, 3, "resources/subscribe", Json.object().put("uri", "doc:///a")).json().has("result")).isTrue();
    String seen;
    try (SseClient stream = session.own(one)) {
      CompletableFuture<JsonNode> first = CompletableFuture.supplyAsync(() -> stream.message(UPDATED));
      eventually(() -> {
        touch(one, "doc:///a");
        return first.isDone();
      });
      seen = stream.lastId();
    }
    // The host learns of a closed connection a little later than the client that closed it.
    Thread.sleep(300);
    String before = one.redis().cli("XLEN", "mcp:session:{" + session.id() + "}:events");
    touch(one, "doc:///a");
    eventually(() -> !one.redis().cli("XLEN", "mcp:session:{" + session.id() + "}:events").equals(before));

    try (SseClient rest = session.resume(three, seen)) {
      assertThat(rest.message(UPDATED)).isNotNull();
      assertThat(rest.lastId()).isNotEqualTo(seen);
    }
  }

  @Test
  void a_list_that_changed_while_nobody_was_connected_is_told_once() throws Exception {
    ManySessions session = ManySessions.open(three, key);
    change(three);
    try (SseClient stream = session.own(three)) {
      assertThat(method(stream.message())).isEqualTo("notifications/tools/list_changed");
    }
    eventually(() -> {
      String lists = one.redis().cli("HGET", "mcp:session:{" + session.id() + "}", "lists");
      return !lists.isEmpty() && lists.equals(one.redis().cli("HGET", "mcp:session:{" + ManySessions.open(three, key).id() + "}", "lists"));
    });
    assertThat(session.request(three, 3, "resources/subscribe", Json.object().put("uri", "doc:///a")).json().has("result")).isTrue();
    try (SseClient stream = session.own(three)) {
      CompletableFuture<JsonNode> first = CompletableFuture.supplyAsync(stream::message);
      eventually(() -> {
        touch(three, "doc:///a");
        return first.isDone();
      });
      assertThat(method(first.join())).as("no other news before").isEqualTo("notifications/resources/updated");
    }
  }
}
