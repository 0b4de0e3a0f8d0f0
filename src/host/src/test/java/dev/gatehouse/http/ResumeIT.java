package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come back for a session's streams, or read one twice. */
@Timeout(180)
class ResumeIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").code("demo", "changing", """
      private static volatile boolean hanging;
      private ToolManager tools;
      public void start(PluginContext c) { tools = c.tools(); }
      @Tool public String talk(McpLog log) { log.error("one"); return "done"; }
      @Tool public void hang(McpLog log) throws InterruptedException {
        log.error("one");
        hanging = true;
        try { new CountDownLatch(1).await(); } finally { hanging = false; }
      }
      @Tool public boolean hangs() { return hanging; }
      @Tool public void change(String name) { tools.newTool(name).setHandler(a -> ToolResponse.success("")).register(); }
      """);

  private final String key = host.key("demo", "tools", "*");
  private final McpClient client = McpClient.of(host.url() + "/mcp").key(key);

  @BeforeEach
  void is_served() {
    assertThat(client.list().status()).isEqualTo(200);
  }

  private static String lastId(String stream) {
    List<String> ids = stream.lines().filter(line -> line.startsWith("id: ")).toList();
    return ids.get(ids.size() - 1).substring("id: ".length());
  }

  private static void assertOver(McpClient.Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(204);
    assertThat(reply.text()).isEmpty();
    assertThat(reply.header("Content-Type")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
  void who_has_seen_all_of_a_stream_that_has_ended_is_told_to_come_no_more(String version) {
    LegacyClient session = LegacyClient.open(client, version);
    String seen = session.request(7, "tools/call", Json.object().put("name", "talk")).text();
    String last = lastId(seen);

    assertOver(session.http().header("Last-Event-ID", last).send("GET", null));
    McpClient.Reply rest = session.http().header("Last-Event-ID", LegacyClient.beginning(seen)).send("GET", null);
    assertThat(rest.status()).isEqualTo(200);
    assertThat(lastId(rest.text())).isEqualTo(last);
    for (String unknown : List.of("99-1", "1.99-1", "x", "")) {
      assertThat(session.http().header("Last-Event-ID", unknown).send("GET", null).status()).isEqualTo(404);
    }
  }

  /** On one connection, which stays open. */
  @Test
  void what_a_client_came_back_for_leaves_nothing_behind() throws InterruptedException {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    String seen = session.request(7, "tools/call", Json.object().put("name", "talk")).text();
    int before = host.watched();
    for (int i = 0; i < 50; i++) {
      assertThat(session.http().header("Last-Event-ID", LegacyClient.beginning(seen)).send("GET", null).status()).isEqualTo(200);
    }

    eventually(() -> host.watched() <= before);
  }

  @Test
  void nor_does_a_client_come_back_for_a_call_that_it_has_cancelled() throws Exception {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    CompletableFuture<McpClient.Reply> hanging =
        CompletableFuture.supplyAsync(() -> session.request(7, "tools/call", Json.object().put("name", "hang")));
    eventually(() -> client.call("hangs", "{}").toolText(), "true");
    ObjectNode told = Json.object().put("jsonrpc", "2.0").put("method", "notifications/cancelled");
    told.putObject("params").put("requestId", 7);
    session.http().post(told.toString());
    String seen = hanging.get().text();

    assertThat(seen).doesNotContain("result").doesNotContain("\"error\":");
    assertOver(session.http().header("Last-Event-ID", lastId(seen)).send("GET", null));
  }

  private void change(String name) {
    assertThat(client.call("change", "{\"name\":\"" + name + "\"}").status()).isEqualTo(200);
  }

  @Test
  void two_connections_show_one_stream_and_each_message_goes_to_one_of_them() throws Exception {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    try (SseClient first = SseClient.ofSession(host.url() + "/mcp", key, session.session())) {
      change("t1");
      assertThat(first.next().json().path("method").textValue()).isEqualTo("notifications/tools/list_changed");
      CompletableFuture<SseClient.Event> next = CompletableFuture.supplyAsync(first::next);
      try (SseClient second = SseClient.ofSession(host.url() + "/mcp", key, session.session())) {
        change("t2");
        assertThat(second.next().json().path("method").textValue()).isEqualTo("notifications/tools/list_changed");
        assertThat(next).as("neither a message nor the end").isNotDone();
      }
      // The host learns of a closed connection a little later than the client that closed it.
      for (int i = 0; !next.isDone(); i++) {
        change("later" + i);
      }
      assertThat(next.get().json().path("method").textValue()).isEqualTo("notifications/tools/list_changed");
    }
  }

  /** Proxies pass on a response's head only with some of its body. */
  @Test
  void a_stream_begins_with_a_comment() {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    try (RawConnection stream = RawConnection.open(host.url(), "GET /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Accept: text/event-stream\r\nAuthorization: Bearer " + key + "\r\nMcp-Session-Id: " + session.session() + "\r\n\r\n")) {
      assertThat(stream.answer()).contains("200 OK").contains("text/event-stream");
      host.redis().cli("SADD", "mcp:revoked", TestHost.idOf(key));

      assertThat(stream.rest()).startsWith("3\r\n:\n\n\r\n").contains("no longer valid");
    }
  }
}
