package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message in a stream is an event named {@code message}: some clients pass over those without a name. */
@Timeout(180)
class EventNameIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").code("demo", "talking", """
      @Tool public String talk(McpLog log, Progress progress) {
        log.error("one");
        progress.notify(1, 2);
        return "done";
      }
      """);

  private final String key = host.key("demo", "tools", "*");
  private final McpClient client = McpClient.of(host.url() + "/mcp").key(key);

  /** The call of the talking tool, in words that every revision takes. */
  static ObjectNode talk() {
    ObjectNode params = Json.object().put("name", "talk");
    params.putObject("arguments");
    params.putObject("_meta").put("progressToken", "p").put("io.modelcontextprotocol/logLevel", "debug");
    return params;
  }

  /** The events of a whole stream, without its comments. */
  static List<String> events(String stream) {
    return Stream.of(stream.split("\n\n")).filter(event -> !event.isEmpty() && !event.startsWith(":")).toList();
  }

  private static void assertNamed(String stream, int messages) {
    List<String> told = events(stream).stream().filter(event -> event.contains("data: {")).toList();
    assertThat(told).as(stream).hasSize(messages).allMatch(event -> event.lines().anyMatch("event: message"::equals));
  }

  @Test
  void in_the_stream_of_a_call_of_the_current_revision() {
    assertNamed(client.header("Mcp-Name", "talk").request("tools/call", talk()).text(), 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
  void in_the_stream_of_a_call_of_an_older_one_and_what_is_left_of_it(String version) {
    LegacyClient session = LegacyClient.open(client, version);

    String seen = session.request(7, "tools/call", talk()).text();
    assertNamed(seen, 3);
    assertNamed(session.http().header("Last-Event-ID", LegacyClient.beginning(seen)).send("GET", null).text(), 3);
  }

  /** It would be a message without a body. */
  @Test
  void but_not_the_event_that_only_tells_its_id() {
    String first = events(LegacyClient.open(client, "2025-11-25").request(7, "tools/call", talk()).text()).get(0);

    assertThat(first).matches("id: \\d+\\.\\d+-1\nretry: 500\ndata: ");
  }

  @Test
  void in_the_streams_for_what_belongs_to_no_request() {
    LegacyClient session = LegacyClient.open(client, "2025-11-25");
    try (SseClient own = SseClient.ofSession(host.url() + "/mcp", key, session.session());
        SseClient listening = SseClient.listen(host.url() + "/mcp", key)) {
      assertThat(listening.next().name()).isEqualTo("message");

      host.redis().cli("SADD", "mcp:revoked", TestHost.idOf(key));

      assertThat(own.next().name()).isEqualTo("message");
      assertThat(listening.next().name()).isEqualTo("message");
    }
  }

  @Test
  void and_in_that_of_2024() {
    try (SseClient stream = SseClient.open(host.url() + "/sse", key)) {
      String endpoint = stream.next().data();
      McpClient.of(host.url() + endpoint).key(key).post(McpClient.rpc(7, "tools/call", talk()).toString());

      for (int i = 0; i < 3; i++) {
        assertThat(stream.next().name()).isEqualTo("message");
      }
    }
  }
}
