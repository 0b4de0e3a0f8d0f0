package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2024-11-05 on the wire: one stream down, posts up. */
@Timeout(180)
class SseIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{\"tenants\": {\"open\": {\"anonymous\": {\"tools\": \"*\"}}}}")
      .plugin("demo", "math").plugin("open", "math");

  @RegisterExtension
  static final TestHost proxied = new TestHost("{\"http\": {\"port\": 0, \"trustedProxies\": [\"127.0.0.1/32\"]}}").plugin("demo", "math");

  private static String key;

  @BeforeAll
  static void take_a_key() {
    key = host.key("demo", "tools", "* !hidden");
  }

  private static String request(int id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  private static String add(int id) {
    return request(id, "tools/call", "{\"name\":\"add\",\"arguments\":{\"a\":2,\"b\":3}}");
  }

  private static McpClient posting(SseClient.Event endpoint, String with) {
    McpClient client = McpClient.of(host.url() + endpoint.data());
    return with == null ? client : client.key(with);
  }

  @Test
  void the_first_event_tells_where_to_post_and_everything_is_answered_on_the_stream() {
    try (SseClient stream = SseClient.open(host.url() + "/sse", key)) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
      assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
      SseClient.Event endpoint = stream.next();
      assertThat(endpoint.name()).isEqualTo("endpoint");
      assertThat(endpoint.data()).startsWith("/messages?");
      McpClient client = posting(endpoint, key);

      McpClient.Reply taken = client.post(request(0, "initialize", "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{}}"));
      assertThat(taken.status()).isEqualTo(202);
      assertThat(taken.text()).isEmpty();
      SseClient.Event welcome = stream.next();
      assertThat(welcome.name()).isEqualTo("message");
      assertThat(welcome.json().at("/result/protocolVersion").textValue()).isEqualTo("2024-11-05");
      client.post(Json.object().put("jsonrpc", "2.0").put("method", "notifications/initialized").toString());
      client.post(request(1, "ping", "{}"));
      assertThat(stream.next().data()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
      client.post(request(2, "tools/list", "{}"));
      JsonNode tool = stream.next().json().at("/result/tools/0");
      assertThat(tool.fieldNames()).toIterable().containsExactly("name", "description", "inputSchema");
      client.post(add(3));
      assertThat(stream.next().json().at("/result/content/0/text").textValue()).isEqualTo("5");
    }
  }

  @Test
  void an_error_is_answered_on_the_stream_too() {
    try (SseClient stream = SseClient.open(host.url() + "/sse", key)) {
      McpClient client = posting(stream.next(), key);

      assertThat(client.post(request(1, "tools/call", "{\"name\":\"hidden\"}")).status()).isEqualTo(202);
      JsonNode refused = stream.next().json();
      assertThat(refused.get("id").intValue()).isEqualTo(1);
      assertThat(refused.at("/error/code").intValue()).isEqualTo(403);
      assertThat(refused.at("/error/message").textValue()).contains("'hidden'");
      client.post(request(2, "no/such", "{}"));
      assertThat(stream.next().json().at("/error/code").intValue()).isEqualTo(-32601);
      assertThat(client.post("{").status()).isEqualTo(400);
      assertThat(client.post("[]").status()).isEqualTo(400);
    }
  }

  @Test
  void nobody_but_the_key_that_opened_a_stream_posts_to_it() {
    try (SseClient stream = SseClient.open(host.url() + "/sse", key)) {
      SseClient.Event endpoint = stream.next();

      assertThat(posting(endpoint, host.key("demo", "tools", "*")).post(add(1)).status()).isEqualTo(404);
      assertThat(posting(endpoint, null).post(add(1)).status()).isEqualTo(401);
      posting(endpoint, key).post(add(2));
      assertThat(stream.next().json().get("id").intValue()).as("nothing came of the others").isEqualTo(2);
    }
  }

  @Test
  void a_stream_is_of_its_own_transport() {
    LegacyClient streamable = LegacyClient.open(McpClient.of(host.url() + "/mcp").key(key), "2025-11-25");

    assertThat(McpClient.of(host.url() + "/messages?sessionId=" + streamable.session()).key(key).post(add(1)).status()).isEqualTo(404);
    assertThat(McpClient.of(host.url() + "/messages?sessionId=nobody").key(key).post(add(1)).status()).isEqualTo(404);
    assertThat(McpClient.of(host.url() + "/messages").key(key).post(add(1)).status()).isEqualTo(404);
  }

  @Test
  void closing_the_stream_ends_the_session() throws InterruptedException {
    SseClient.Event endpoint;
    try (SseClient stream = SseClient.open(host.url() + "/sse", key)) {
      endpoint = stream.next();
      assertThat(posting(endpoint, key).post(add(1)).status()).isEqualTo(202);
    }

    awaitStatus(posting(endpoint, key), 404);
  }

  /** The host learns of a closed connection a little later than the client that closed it. */
  private static void awaitStatus(McpClient client, int status) throws InterruptedException {
    eventually(() -> client.post(add(1)).status(), status);
  }

  @Test
  void a_path_with_the_tenant_tells_one_to_post_there() {
    try (SseClient stream = SseClient.open(host.url() + "/t/demo/sse", key)) {
      SseClient.Event endpoint = stream.next();
      assertThat(endpoint.data()).startsWith("/t/demo/messages?");

      posting(endpoint, key).post(add(1));

      assertThat(stream.next().json().at("/result/content/0/text").textValue()).isEqualTo("5");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "/gate                  | /gate",
      "/gate/                 | /gate",
      "/a/b-1.2/~c            | /a/b-1.2/~c",
      "/outer, /inner/        | /outer/inner",
      "/                      | ``",
      "``                     | ``",
      "gate                   | ``",
      "//evil.example         | ``",
      "/x//evil.example       | ``",
      "/,/evil.example        | /evil.example",
      "https://evil.example   | ``",
      "/../x                  | ``",
      "/x/..                  | ``",
      "/x/.                   | ``",
      "/%2E%2e/x              | ``",
      "/%20                   | /%20",
      "/a b                   | ``",
      "/a?b                   | ``",
      "/a#b                   | ``",
      "/a\\b                  | ``"})
  void a_trusted_proxy_tells_the_path_that_it_serves_the_host_under(String header, String prefix) {
    for (String tenant : List.of("", "/t/demo")) {
      try (SseClient stream = SseClient.open(proxied.url() + tenant + "/sse", proxied.key("demo"), "X-Forwarded-Prefix", header)) {
        assertThat(stream.next().data()).startsWith(prefix + tenant + "/messages?");
      }
    }
  }

  @Test
  void nobody_else_does() {
    try (SseClient stream = SseClient.open(host.url() + "/sse", key, "X-Forwarded-Prefix", "/gate")) {
      assertThat(stream.next().data()).startsWith("/messages?");
    }
  }

  @Test
  void an_anonymous_tenant_has_streams_too() {
    try (SseClient stream = SseClient.open(host.url() + "/t/open/sse", null)) {
      posting(stream.next(), null).post(add(1));

      assertThat(stream.next().json().at("/result/content/0/text").textValue()).isEqualTo("5");
    }
  }
}
