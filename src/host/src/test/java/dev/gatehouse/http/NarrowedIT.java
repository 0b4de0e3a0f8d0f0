package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static dev.gatehouse.Eventually.repeatUntil;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is open when a key that stays good loses a right goes on only as far as the rights of the moment do. */
@Timeout(300)
class NarrowedIT {

  private static final long PATIENCE_SECONDS = 30;
  private static final String SECRET = "doc:///secret";
  private static final String PUBLIC = "doc:///public";
  private static final List<String> ALL = List.of(SECRET, PUBLIC, "doc:///mark", "doc:///end");
  private static final String LISTENING = "{\"resourceSubscriptions\":[\"" + String.join("\",\"", ALL) + "\"]}";

  @RegisterExtension
  static final TestHost host = new TestHost("{\"http\": {\"port\": 0, \"trustedProxies\": [\"127.0.0.1/32\"]}}").jar("demo", plugin());

  private static Path plugin() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-narrowed"), "docs", PluginJars.plugin("""
          static final java.util.concurrent.atomic.AtomicInteger HUNG = new java.util.concurrent.atomic.AtomicInteger();
          @Tool public int hung() { return HUNG.getAndSet(0); }
          @Tool public CompletionStage<String> hang(Cancellation c) {
            HUNG.incrementAndGet();
            CompletableFuture<String> never = new CompletableFuture<>();
            c.onCancel(() -> never.complete("cancelled"));
            return never;
          }
          @Resource(uri = "doc:///hang") public CompletionStage<String> hangs(Cancellation c) { return hang(c); }
          @Prompt public CompletionStage<String> waits(Cancellation c) { return hang(c); }
          @Tool public void change(String uri, ListChanges c) { c.resourceUpdated(uri); }
          """));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static McpClient with(String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  private static String key() {
    String key = host.key("demo", "tools", "*", "prompts", "*", "resources", "*");
    host.redis().cli("HSET", "mcp:key:" + TestHost.idOf(key), "owner", TestHost.idOf(key), "roles", TestHost.idOf(key));
    host.redis().cli("HSET", "mcp:role:demo:" + TestHost.idOf(key), "tools", "*");
    return key;
  }

  private static void redis(String key, String command) {
    List<String> words = Arrays.stream(command.replace("ID", TestHost.idOf(key)).split(" ")).map(word -> word.replace('|', ' ')).toList();
    host.redis().cli(words.toArray(String[]::new));
  }

  private static void awaitHung(int calls) throws InterruptedException {
    int[] hung = {0};
    String counting = host.key("demo", "tools", "hung");
    eventually(() -> {
      hung[0] += Integer.parseInt(with(counting).call("hung", "{}").toolText());
      return hung[0] == calls;
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"HSET mcp:key:ID tools !hang", "HSET mcp:role:demo:ID tools !hang", "HSET mcp:owner:demo:ID tools hung"})
  void a_running_call_of_a_tool_that_is_granted_no_longer_ends_and_nothing_else_does(String command) throws Exception {
    String key = key();
    LegacyClient session = LegacyClient.open(with(key), "2025-11-25");
    CompletableFuture<McpClient.Reply> modern = CompletableFuture.supplyAsync(() -> with(key).call("hang", "{}"));
    CompletableFuture<McpClient.Reply> legacy =
        CompletableFuture.supplyAsync(() -> session.request(8, "tools/call", Json.object().put("name", "hang")));
    awaitHung(2);
    redis(key, "HSET mcp:key:ID name other");
    Thread.sleep(200);
    assertThat(modern).as("a change that leaves it the right").isNotDone();

    redis(key, command);

    assertThat(modern.get(PATIENCE_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(403);
    assertThat(modern.get().message()).contains("may not call tool 'hang'");
    assertThat(legacy.get(PATIENCE_SECONDS, TimeUnit.SECONDS).json().at("/error/code").intValue()).isEqualTo(403);
    assertThat(session.request(9, "tools/call", Json.object().put("name", "hung")).status()).as("the session lives").isEqualTo(200);
  }

  @Test
  void a_read_and_a_prompt_that_run_are_weighed_alike() throws Exception {
    String key = key();
    ObjectNode uri = Json.object().put("uri", "doc:///hang");
    CompletableFuture<McpClient.Reply> read =
        CompletableFuture.supplyAsync(() -> with(key).header("Mcp-Name", "doc:///hang").request("resources/read", uri));
    CompletableFuture<McpClient.Reply> prompt = CompletableFuture
        .supplyAsync(() -> with(key).header("Mcp-Name", "waits").request("prompts/get", Json.object().put("name", "waits")));
    awaitHung(2);
    redis(key, "HSET mcp:key:ID resources doc:///public");
    assertThat(read.get(PATIENCE_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(403);
    assertThat(prompt).isNotDone();
    redis(key, "HDEL mcp:key:ID prompts");
    assertThat(prompt.get(PATIENCE_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HSET mcp:key:ID resources doc:///public|doc:///mark|doc:///end", "HSET mcp:role:demo:ID resources !doc:///secret",
          "HSET mcp:owner:demo:ID resources doc:///public|doc:///mark|doc:///end"})
  void a_subscription_brings_no_updates_of_what_is_granted_no_longer(String command) throws Exception {
    String key = key();
    String changing = host.key("demo", "tools", "change");
    LegacyClient session = LegacyClient.open(with(key), "2025-11-25");
    for (String uri : ALL) {
      assertThat(session.request(4, "resources/subscribe", Json.object().put("uri", uri)).json().has("result")).isTrue();
    }
    try (SseClient listening = SseClient.listen(host.url() + "/mcp", key, LISTENING);
        SseClient stream = SseClient.open(host.url() + "/mcp", key, LegacyClient.SESSION, session.session())) {
      assertThat(listening.next().json().at("/params/notifications/resourceSubscriptions")).hasSameSizeAs(ALL);
      CompletableFuture<Void> heard = CompletableFuture.runAsync(() -> {
        awaitSecret(listening);
        awaitSecret(stream);
      });
      // A session's stream gets messages once its host has taken it, a moment after its head.
      repeatUntil(() -> change(changing, SECRET), heard);

      redis(key, command);

      eventually(() -> hearsOnlyOfPublic(changing, listening) && hearsOnlyOfPublic(changing, stream));
    }
  }

  /** The last news of the test before come up to 100 ms late. */
  private static void awaitSecret(SseClient stream) {
    while (!updated(stream).equals(SECRET)) {
      // Read on.
    }
  }

  /** Both change, and the news of the one is what is heard. The other stream hears of it too, and passes over what it has heard before. */
  private static boolean hearsOnlyOfPublic(String changing, SseClient stream) {
    change(changing, "doc:///mark");
    change(changing, SECRET);
    change(changing, PUBLIC);
    change(changing, "doc:///end");
    String heard = updated(stream);
    while (!heard.equals("doc:///mark")) {
      heard = updated(stream);
    }
    List<String> news = new ArrayList<>();
    for (heard = updated(stream); !heard.equals("doc:///end"); heard = updated(stream)) {
      news.add(heard);
    }
    return news.equals(List.of(PUBLIC));
  }

  private static void change(String key, String uri) {
    assertThat(with(key).call("change", "{\"uri\":\"" + uri + "\"}").status()).isEqualTo(200);
  }

  private static String updated(SseClient stream) {
    JsonNode message = stream.next().json();
    assertThat(message.path("method").textValue()).isEqualTo("notifications/resources/updated");
    return message.at("/params/uri").textValue();
  }

  @Test
  void a_connection_that_reads_a_session_from_another_address_ends_with_that_address() throws Exception {
    String key = key();
    LegacyClient session = LegacyClient.open(with(key).header("X-Forwarded-For", "192.0.2.1"), "2025-11-25");
    try (SseClient elsewhere =
        SseClient.open(host.url() + "/mcp", key, LegacyClient.SESSION, session.session(), "X-Forwarded-For", "198.51.100.7")) {
      assertThat(elsewhere.status()).isEqualTo(200);
      redis(key, "HSET mcp:key:ID ips 192.0.2.0/24");
      assertThat(elsewhere.next()).as("the stream is over").isNull();
    }
    assertThat(session.list().status()).as("its opener may go on").isEqualTo(200);
  }
}
