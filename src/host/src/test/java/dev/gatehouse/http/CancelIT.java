package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may end a running call: on the current wire whoever hangs up, on the older ones only who says so. No call here times out by itself. */
@Timeout(180)
class CancelIT {

  private static final String PLUGIN = PluginJars.plugin("""
      static volatile String state = "nothing";
      static volatile CountDownLatch latch = new CountDownLatch(1);
      @Tool public String hangs() {
        state = "running";
        try {
          latch.await();
          state = "finished";
        } catch (InterruptedException e) {
          state = "interrupted";
        }
        return state;
      }
      @Tool public String state() { return state; }
      @Tool public String release() { latch.countDown(); return ""; }
      @Tool public String reset() { latch = new CountDownLatch(1); return state = "nothing"; }
      """);

  @RegisterExtension
  static final TestHost host = new TestHost("{ \"calls\": { \"timeout\": \"10m\", \"concurrencyPerTool\": 1, \"queuePerTool\": 0 } }")
      .jar("demo", PluginJars.jar(folder(), "hanging", PLUGIN));

  private final String key = host.key("demo", "tools", "*");
  private final McpClient client = McpClient.of(host.url() + "/mcp").key(key);

  private static Path folder() {
    try {
      return Files.createTempDirectory("gatehouse-jars");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void begin_anew() throws InterruptedException {
    eventually(() -> Wire.metric(host, "gatehouse_calls_running") == 0);
    client.call("reset", "{}");
  }

  private void awaitState(String state) throws InterruptedException {
    eventually(() -> client.call("state", "{}").toolText(), state);
  }

  /** Sends a request and leaves the connection open, without waiting for an answer. */
  private Socket send(String body, String... headers) throws IOException {
    StringBuilder text = new StringBuilder("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
        .append("Accept: application/json, text/event-stream\r\nAuthorization: Bearer ").append(key).append("\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    Socket socket = new Socket("127.0.0.1", URI.create(host.url()).getPort());
    socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String hanging(String meta) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"hangs\"" + meta + "}}";
  }

  @Test
  void a_client_of_the_current_revision_cancels_by_hanging_up() throws Exception {
    try (Socket socket = send(hanging(",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
        + "\"io.modelcontextprotocol/clientCapabilities\":{}}"), "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call",
        "Mcp-Name: hangs")) {
      awaitState("running");
      assertThat(socket.isConnected()).isTrue();
    }

    awaitState("interrupted");
  }

  @Test
  void an_older_client_that_hangs_up_has_not_cancelled() throws Exception {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    try (Socket socket = send(hanging(""), "Mcp-Session-Id: " + session.session())) {
      awaitState("running");
      assertThat(socket.isConnected()).isTrue();
    }
    // The connection's end is noticed before this answer comes, or it never is.
    assertThat(session.list().status()).isEqualTo(200);
    assertThat(client.call("state", "{}").toolText()).isEqualTo("running");

    client.call("release", "{}");

    awaitState("finished");
  }

  @Test
  void it_cancels_by_saying_so() throws Exception {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    CompletableFuture<McpClient.Reply> answer = CompletableFuture.supplyAsync(() -> session.http().post(hanging("")));
    awaitState("running");
    ObjectNode told = Json.object().put("jsonrpc", "2.0").put("method", "notifications/cancelled");
    told.putObject("params").put("requestId", "7");
    assertThat(session.http().post(told.toString()).status()).isEqualTo(202);
    assertThat(client.call("state", "{}").toolText()).as("the id is a number").isEqualTo("running");
    told.putObject("params").put("requestId", 7);

    assertThat(session.http().post(told.toString()).status()).isEqualTo(202);

    awaitState("interrupted");
    assertThat(answer.get().status()).isEqualTo(200);
    assertThat(answer.get().text()).as("a request is owed a stream, but no response").isEmpty();
  }

  @Test
  void or_by_ending_its_session() throws Exception {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    CompletableFuture<McpClient.Reply> answer = CompletableFuture.supplyAsync(() -> session.http().post(hanging("")));
    awaitState("running");

    session.http().send("DELETE", null);

    awaitState("interrupted");
    answer.get();
  }

  @Test
  void meanwhile_the_tool_is_busy_and_says_so() throws Exception {
    CompletableFuture<McpClient.Reply> first = CompletableFuture.supplyAsync(() -> client.call("hangs", "{}"));
    awaitState("running");

    McpClient.Reply second = client.call("hangs", "{}");

    assertThat(second.status()).isEqualTo(503);
    assertThat(second.code()).isEqualTo(503);
    assertThat(second.header("Retry-After")).isEqualTo("1");
    assertThat(second.message()).startsWith("Busy").contains("'hangs'").contains("1 s");
    client.call("release", "{}");
    assertThat(first.get().toolText()).isEqualTo("finished");
  }
}
