package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each client gets an answer in a form that it takes (RFC 9110 section 12.5.1). */
@Timeout(180)
class AcceptIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").code("demo", "talking", """
      private static volatile boolean hanging;
      private static volatile int calls;
      @Tool public String talk(McpLog log, Progress progress) {
        calls++;
        log.error("one");
        progress.notify(1, 2);
        return "done";
      }
      @Tool public int calls() { return calls; }
      @Tool public String ask(Elicitation user) {
        return "" + user.elicit("k", "Who?", ElicitationSchema.of(ElicitationField.string("name"))).action();
      }
      @Tool public void hang() throws InterruptedException {
        hanging = true;
        try { new CountDownLatch(1).await(); } finally { hanging = false; }
      }
      @Tool public boolean hangs() { return hanging; }
      @Tool public String polls(Polling polling) { polling.release(); return "polled"; }
      """);

  private final String key = host.key("demo", "tools", "*");
  private final McpClient both = McpClient.of(host.url() + "/mcp").key(key);
  private final McpClient json = both.header("Accept", "application/json");
  private final McpClient stream = both.header("Accept", "text/event-stream");
  private final McpClient neither = both.header("Accept", "text/html, image/*");

  private static McpClient.Reply talk(McpClient client) {
    return client.header("Mcp-Name", "talk").request("tools/call", EventNameIT.talk());
  }

  private static void assertJson(McpClient.Reply reply, int status) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
  }

  /** A whole stream of one message; gives that. */
  private static JsonNode oneEvent(McpClient.Reply reply, int status) throws IOException {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("text/event-stream");
    List<String> events = EventNameIT.events(reply.text());
    assertThat(events).as(reply.text()).hasSize(1);
    List<String> lines = events.get(0).lines().toList();
    assertThat(lines).hasSize(2).startsWith("event: message");
    assertThat(reply.text()).endsWith("\n\n");
    return Json.mapper().readTree(lines.get(1).substring("data: ".length()));
  }

  @Test
  void json_alone_is_answered_without_what_would_precede_the_answer() {
    McpClient.Reply reply = talk(json);

    assertJson(reply, 200);
    assertThat(reply.toolText()).isEqualTo("done");
    assertThat(talk(both).header("Content-Type")).isEqualTo("text/event-stream");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
  void on_an_older_revision_too(String version) {
    LegacyClient session = LegacyClient.open(json, version);

    McpClient.Reply reply = session.request(7, "tools/call", EventNameIT.talk());
    assertJson(reply, 200);
    assertThat(reply.toolText()).isEqualTo("done");
    McpClient.Reply polled = session.request(8, "tools/call", Json.object().put("name", "polls"));
    assertJson(polled, 200);
    assertThat(polled.toolText()).isEqualTo("polled");
  }

  @Test
  void who_takes_json_alone_can_be_asked_nothing_on_an_older_revision() {
    ObjectNode params = Json.object().put("protocolVersion", "2025-11-25");
    params.putObject("capabilities").putObject("elicitation");
    String session = json.post(McpClient.rpc(0, "initialize", params).toString()).header("Mcp-Session-Id");

    McpClient.Reply reply = json.header("Mcp-Session-Id", session)
        .post(McpClient.rpc(1, "tools/call", Json.object().put("name", "ask")).toString());

    assertJson(reply, 200);
    assertThat(reply.code()).isEqualTo(-32600);
    assertThat(reply.message()).contains("elicitation");
  }

  /** Neither a response nor an empty stream would do. */
  @Test
  void a_cancelled_request_of_who_takes_json_alone_is_accepted() throws Exception {
    LegacyClient session = LegacyClient.open(json, "2025-11-25");
    CompletableFuture<McpClient.Reply> hanging =
        CompletableFuture.supplyAsync(() -> session.request(7, "tools/call", Json.object().put("name", "hang")));
    eventually(() -> both.call("hangs", "{}").toolText(), "true");
    ObjectNode told = Json.object().put("jsonrpc", "2.0").put("method", "notifications/cancelled");
    told.putObject("params").put("requestId", 7);

    session.http().post(told.toString());

    assertThat(hanging.get().status()).isEqualTo(202);
    assertThat(hanging.get().text()).isEmpty();
  }

  @Test
  void what_is_a_stream_is_not_acceptable_to_who_takes_json_alone() {
    ObjectNode wanted = Json.object();
    wanted.putObject("notifications").put("toolsListChanged", true);
    LegacyClient session = LegacyClient.open(both, "2025-11-25");

    for (McpClient.Reply reply : List.of(json.request("subscriptions/listen", wanted),
        json.header("Mcp-Session-Id", session.session()).send("GET", null),
        McpClient.of(host.url() + "/sse").key(key).header("Accept", "application/json").send("GET", null))) {
      assertJson(reply, 406);
      assertThat(reply.message()).contains("text/event-stream");
    }
  }

  @Test
  void streams_alone_are_answered_in_one_event() throws IOException {
    assertThat(oneEvent(stream.list(), 200).at("/result/tools").size()).isEqualTo(6);
    assertThat(oneEvent(stream.call("calls", "{}"), 200).at("/result/isError").asBoolean()).isFalse();
    assertThat(oneEvent(stream.request("no/such", Json.object()), 404).at("/error/code").intValue()).isEqualTo(-32601);
    assertThat(EventNameIT.events(talk(stream).text())).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
  void on_an_older_revision_as_well(String version) throws IOException {
    ObjectNode params = Json.object().put("protocolVersion", version);
    params.putObject("capabilities");
    McpClient.Reply opened = stream.post(McpClient.rpc(0, "initialize", params).toString());
    assertThat(oneEvent(opened, 200).at("/result/protocolVersion").textValue()).isEqualTo(version);
    McpClient session = stream.header("Mcp-Session-Id", opened.header("Mcp-Session-Id"));

    assertThat(oneEvent(session.post(McpClient.rpc(1, "ping", Json.object()).toString()), 200).get("id").intValue()).isEqualTo(1);
    McpClient.Reply told = session.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    assertThat(told.status()).isEqualTo(202);
    assertThat(told.text()).isEmpty();
  }

  @Test
  void a_call_whose_answer_fits_nothing_does_not_run() {
    String before = both.call("calls", "{}").toolText();

    McpClient.Reply reply = talk(neither);

    assertJson(reply, 406);
    assertThat(reply.message()).contains("application/json or text/event-stream");
    assertThat(both.call("calls", "{}").toolText()).isEqualTo(before);
    LegacyClient session = LegacyClient.open(both, "2025-11-25");
    McpClient odd = neither.header("Mcp-Session-Id", session.session());
    assertThat(odd.post(McpClient.rpc(1, "ping", Json.object()).toString()).status()).isEqualTo(406);
    assertThat(odd.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}").status()).as("it has no body").isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "", "text/html, */*;q=0.1"})
  void who_takes_anything_gets_json_unless_something_precedes_it(String accept) {
    McpClient any = both.header("Accept", accept);

    assertJson(any.list(), 200);
    assertThat(talk(any).header("Content-Type")).isEqualTo("text/event-stream");
  }
}
