package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call that is silent for long becomes a stream with comments, so that no proxy gives up its connection. */
@Timeout(180)
class SilentCallIT {

  private static final String COMMENT = "3\r\n:\n\n\r\n";
  private static final String BOTH = "application/json, text/event-stream";

  @RegisterExtension
  static final TestHost host = new TestHost("{ \"calls\": { \"timeout\": \"10m\" } }").code("demo", "silent", """
      private static volatile CountDownLatch latch = new CountDownLatch(1);
      private static final java.util.concurrent.atomic.AtomicInteger waiting = new java.util.concurrent.atomic.AtomicInteger();
      @Tool public String wait_for_it() throws InterruptedException {
        waiting.incrementAndGet();
        try { latch.await(); } finally { waiting.decrementAndGet(); }
        return "at last";
      }
      @Tool public String ask(Elicitation user) throws InterruptedException {
        wait_for_it();
        return "" + user.elicit("k", "Who?", ElicitationSchema.of(ElicitationField.string("name"))).action();
      }
      @Tool public int waiting() { return waiting.get(); }
      @Tool public void release() { latch.countDown(); }
      @Tool public void reset() { latch = new CountDownLatch(1); }
      """);

  private final String key = host.key("demo", "tools", "*");
  private final McpClient client = McpClient.of(host.url() + "/mcp").key(key);

  @BeforeEach
  void begin_anew() {
    client.call("reset", "{}");
  }

  private RawConnection call(String accept, String tool, String meta, String... headers) {
    String body = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\"" + meta + "}}";
    return RawConnection.open(host.url(), "POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + key
        + "\r\nContent-Type: application/json\r\nAccept: " + accept + "\r\n" + String.join("\r\n", headers)
        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private RawConnection modern(String accept, String tool) {
    return call(accept, tool, ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
        + "\"io.modelcontextprotocol/clientCapabilities\":{}}", "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call",
        "Mcp-Name: " + tool);
  }

  private RawConnection legacy(String version, String accept) {
    return call(accept, "wait_for_it", "", "Mcp-Session-Id: " + LegacyClient.open(client, version).session());
  }

  private void awaitWaiting(int calls) throws InterruptedException {
    eventually(() -> client.call("waiting", "{}").toolText(), "" + calls);
  }

  private static void assertStreams(RawConnection call) {
    assertThat(call.answer()).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Type: text/event-stream\r\n");
    call.until(COMMENT);
  }

  /** The one message in the rest of a stream. */
  private static JsonNode message(RawConnection call) throws IOException {
    List<String> data = call.rest().lines().filter(line -> line.startsWith("data: {")).toList();
    assertThat(data).hasSize(1);
    return Json.mapper().readTree(data.get(0).substring("data: ".length()));
  }

  @Test
  void it_gets_its_answer_as_an_event_after_comments() throws Exception {
    List<RawConnection> calls = new ArrayList<>(List.of(modern(BOTH, "wait_for_it"), modern("text/event-stream", "wait_for_it")));
    for (String version : List.of("2025-03-26", "2025-06-18", "2025-11-25")) {
      calls.add(legacy(version, BOTH));
    }
    awaitWaiting(calls.size());

    for (RawConnection call : calls) {
      assertStreams(call);
    }
    for (RawConnection call : calls) {
      assertThat(call.until(COMMENT)).as("the next comes").endsWith(COMMENT);
    }
    client.call("release", "{}");
    for (RawConnection call : calls) {
      JsonNode answer = message(call);
      assertThat(answer.get("id").intValue()).isEqualTo(7);
      assertThat(answer.at("/result/content/0/text").textValue()).isEqualTo("at last");
      call.close();
    }
  }

  /** Its status is 200 by then, which on the current revision would have been 400. */
  @Test
  void so_does_its_error() throws Exception {
    try (RawConnection call = modern(BOTH, "ask")) {
      awaitWaiting(1);
      assertStreams(call);
      client.call("release", "{}");

      assertThat(message(call).at("/error/code").intValue()).isEqualTo(-32021);
    }
  }

  @Test
  void one_whose_connection_broke_meanwhile_can_be_taken_up_again() throws Exception {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    String seen;
    try (RawConnection call = call(BOTH, "wait_for_it", "", "Mcp-Session-Id: " + session.session())) {
      awaitWaiting(1);
      assertThat(call.answer()).contains("text/event-stream");
      String first = call.until("-1\nretry: 500\ndata: \n\n");
      seen = first.substring(first.indexOf("id: ") + "id: ".length(), first.indexOf("\nretry"));
    }
    try (SseClient again = SseClient.open(host.url() + "/mcp", key, "Mcp-Session-Id", session.session(), "Last-Event-ID", seen)) {
      client.call("release", "{}");

      assertThat(again.next().json().at("/result/content/0/text").textValue()).isEqualTo("at last");
      assertThat(again.next()).isNull();
    }
  }

  /** A wildcard is what clients send that read the body as JSON without looking. */
  @Test
  void who_does_not_ask_for_streams_by_name_gets_json_however_late() throws Exception {
    try (RawConnection json = modern("application/json", "wait_for_it");
        RawConnection any = modern("*/*", "wait_for_it");
        RawConnection old = legacy("2025-11-25", "application/json");
        RawConnection last = modern(BOTH, "wait_for_it")) {
      awaitWaiting(4);
      // It was the last to begin.
      assertStreams(last);
      client.call("release", "{}");

      for (RawConnection call : List.of(json, any, old)) {
        assertThat(call.answer()).startsWith("HTTP/1.1 200 OK\r\n").contains("content-type: application/json\r\n").contains("at last");
      }
    }
  }
}
