package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.0, which a proxy such as nginx speaks by default, has no chunks (RFC 9112 section 6.1): a stream ends with its connection. */
@Timeout(180)
class Http10IT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").jar("demo", jar());

  private final String key = host.key("demo", "tools", "*");

  private static Path jar() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), "talking",
          PluginJars.plugin("@Tool public String talk(McpLog log) { log.error(\"one\"); return \"done\"; }"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String head(String line, String... headers) {
    return line + " HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer " + key + "\r\n" + String.join("\r\n", headers)
        + (headers.length == 0 ? "" : "\r\n");
  }

  private String post(String method, ObjectNode params, String... headers) {
    params.withObjectProperty("_meta").put("io.modelcontextprotocol/protocolVersion", McpClient.MODERN)
        .putObject("io.modelcontextprotocol/clientCapabilities");
    String body = McpClient.rpc(1, method, params).toString();
    return head("POST /mcp", headers) + "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
        + "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: " + method + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static void assertUnchunked(String head) {
    assertThat(head).startsWith("HTTP/1.0 200 OK\r\n");
    assertThat(head.toLowerCase(Locale.ROOT)).contains("content-type: text/event-stream\r\n").contains("connection: close\r\n")
        .doesNotContain("transfer-encoding").doesNotContain("content-length");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Connection: close", "Connection: keep-alive"})
  void the_stream_of_a_call_ends_with_its_connection(String connection) {
    ObjectNode params = EventNameIT.talk();

    try (RawConnection raw = RawConnection.open(host.url(), post("tools/call", params, "Mcp-Name: talk", connection))) {
      assertUnchunked(raw.answer());
      assertThat(EventNameIT.events(raw.rest())).hasSize(2).allMatch(event -> event.startsWith("event: message\ndata: {"));
    }
  }

  @Test
  void so_do_the_streams_for_what_belongs_to_no_request() {
    String session = LegacyClient.open(McpClient.of(host.url() + "/mcp").key(key), "2025-11-25").session();
    ObjectNode wanted = Json.object();
    wanted.putObject("notifications").put("toolsListChanged", true);
    try (RawConnection own = RawConnection.open(host.url(), head("GET /mcp", "Mcp-Session-Id: " + session) + "\r\n");
        RawConnection listening = RawConnection.open(host.url(), post("subscriptions/listen", wanted));
        RawConnection sse = RawConnection.open(host.url(), head("GET /sse") + "\r\n")) {
      assertUnchunked(own.answer());
      assertUnchunked(listening.answer());
      assertUnchunked(sse.answer());

      host.redis().cli("SADD", "mcp:revoked", TestHost.idOf(key));

      assertThat(own.rest()).contains(":\n\nid: 0-").contains("no longer valid");
      assertThat(EventNameIT.events(listening.rest())).hasSize(2).allMatch(event -> event.startsWith("event: message\ndata: {"));
      assertThat(sse.rest()).startsWith(":\n\nevent: endpoint\ndata: /messages?").contains("no longer valid");
    }
  }

  @Test
  void an_answer_that_is_no_stream_tells_its_length() {
    try (RawConnection raw = RawConnection.open(host.url(), post("tools/list", Json.object()))) {
      String answer = raw.rest();

      assertThat(answer).startsWith("HTTP/1.0 200 OK\r\n").contains("\"tools\":[");
      assertThat(answer.toLowerCase(Locale.ROOT)).contains("content-length: ").doesNotContain("transfer-encoding");
    }
  }
}
