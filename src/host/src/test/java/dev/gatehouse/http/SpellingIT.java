package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked is what is used, however a request spells it: its path, its host, its origin, its parameters, its mirrored headers. */
class SpellingIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{\"tenants\": {\"open\": {\"anonymous\": {\"tools\": \"*\"}}}}").plugin("open", "math")
      .plugin("demo", "math").jar("demo", regions());

  private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
      + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{" + META + "}}";

  private static Path regions() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), "regions", PluginJars.plugin(
          "@Tool public String where(@ToolArg(header = \"Region\", required = false, defaultValue = \"us\") String region) { return region; }"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int list(String target, String... headers) {
    String[] all = Stream.concat(Stream.of("Content-Type: application/json", "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/list"),
        Stream.of(headers)).toArray(String[]::new);
    return RawHttp.status(host.url(), "POST " + target, LIST, all);
  }

  @ParameterizedTest
  @CsvSource({"/t/open/mcp, 200", "/t/open/mcp/, 200", "/t/%6fpen/mcp, 200", "/t/demo/../open/mcp, 200", "//t/open/mcp, 200",
      "/T/open/mcp, 404", "/t/OPEN/mcp, 401", "/t/open%2Fmcp, 404", "/t/demo%2F..%2Fopen/mcp, 401", "/t/open%2F..%2Fdemo/mcp, 401",
      "/t/%256fpen/mcp, 401", "/t/open%00/mcp, 401", "/t/open%20/mcp, 401", "/t/open/../demo/mcp, 401", "/t/%2e%2e/t/demo/mcp, 401",
      "/t/open;x=1/mcp, 401", "/t/open/mcp;x=1, 404", "/t/open\\mcp, 404", "t/open/mcp, 404", "*, 404"})
  void a_path_that_means_the_open_tenant_is_its_own_and_no_other_is_open(String path, int status) {
    assertThat(list(path, "Host: localhost")).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"/mcp, 200", "/t/demo/mcp, 200", "/t/%64emo/mcp, 200", "/t/open/../demo/mcp, 200", "/t/DEMO/mcp, 404", "/t/open/mcp, 404",
      "/t/demo/../open/mcp, 404", "/t/%6fpen/mcp, 404", "/t/demo%2F..%2Fopen/mcp, 404", "/t/%2564emo/mcp, 404", "/t/demo;x/mcp, 404",
      "/t//mcp, 404"})
  void a_path_that_means_another_tenant_than_the_keys_is_not_found(String path, int status) {
    String answer = RawHttp.send(host.url(), "POST " + path, LIST, "Content-Type: application/json", "MCP-Protocol-Version: 2026-07-28",
        "Mcp-Method: tools/list", "Host: localhost", "Authorization: Bearer " + host.key("demo", "tools", "*"));

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer.contains("\"where\"")).as("what the key's own tenant serves").isEqualTo(status == 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"key=x", "KEY=x", "%6bey=x", "a;key=x", "a&key=x", "key", "key[]=x", "api-key=x", "x-api_key=x", "Api.Key=x",
      "access-token=x", "Authorization=x", "=&token=x"})
  void a_key_in_the_url_is_found_however_it_is_called(String query) {
    assertThat(list("/t/open/mcp?" + query, "Host: localhost")).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"http://localhost/t/open/mcp, localhost, 200", "HTTP://LOCALHOST/t/open/mcp, localhost, 200",
      "http://evil.example/t/open/mcp, localhost, 400", "http://localhost/t/open/mcp, evil.example, 400",
      "http://localhost@evil.example/t/open/mcp, localhost, 400", "http://localhost:80/t/open/mcp, localhost, 400",
      "ftp://localhost/t/open/mcp, localhost, 400"})
  void the_request_line_names_no_other_host_than_the_header(String target, String header, int status) {
    assertThat(list(target, "Host: " + header)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"localhost, 200", "LOCALHOST:1, 200", "localhost., 403", "evil.example, 403", "localhost%00.evil, 403", "127.1, 403",
      "0x7f.1, 403",
      "'', 403", "user@localhost, 400", "localhost@evil.example, 400", "'localhost, evil.example', 400", "localhost/evil, 400",
      "evil.example#localhost, 400", "localhost:80:90, 400", "localhost:99999, 400", "[::1, 400"})
  void a_host_is_one_name_and_a_port(String header, int status) {
    assertThat(list("/t/open/mcp", "Host: " + header)).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file://localhost", "ftp://localhost", "chrome-extension://localhost", "//localhost", "localhost", "http://localhost/",
          "http://localhost/path", "http://localhost?x", "http://localhost#@evil.example", "http://user@localhost",
          "http://localhost:3000@evil.example",
          "http://localhost:", "http://localhost.", "http://localhost:1234567", "http://localhost http://evil.example",
          "http://localhost%00.evil"})
  void an_origin_is_what_a_browser_writes_and_nothing_more(String origin) {
    assertThat(list("/t/open/mcp", "Host: localhost", "Origin: " + origin)).isEqualTo(403);
  }

  @Test
  void http_2_names_one_host_too() throws Exception {
    int port = URI.create(host.url()).getPort();
    Vertx vertx = Vertx.vertx();
    try {
      HttpClient client =
          vertx.createHttpClient(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));

      assertThat(list(client, port, "localhost:" + port).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> list(client, port, "evil.example")).hasCauseInstanceOf(StreamResetException.class);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private static HttpClientResponse list(HttpClient client, int port, String header) throws Exception {
    return client.request(new RequestOptions().setMethod(HttpMethod.POST).setHost("localhost").setPort(port).setURI("/t/open/mcp")
        .putHeader("Host", header).putHeader("Content-Type", "application/json").putHeader("MCP-Protocol-Version", "2026-07-28")
        .putHeader("Mcp-Method", "tools/list")).compose(request -> request.send(LIST)).toCompletionStage().toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{\"region\":\"eu\"}     | Mcp-Param-Region: eu                          | 200",
      "{\"region\":\"eu\"}     | X: x                                          | 400",
      "{\"region\":\"eu\"}     | Mcp-Param-Region: EU                          | 400",
      "{\"region\":\"eu\"}     | Mcp-Param-Region: us                          | 400",
      "{\"region\":\"eu, us\"} | Mcp-Param-Region: eu, us                      | 200",
      "{\"region\":\"eu, us\"} | Mcp-Param-Region: eu#Mcp-Param-Region: us     | 400",
      "{}                      | X: x                                          | 200",
      "{}                      | Mcp-Param-Region: eu                          | 400",
      "{}                      | Mcp-Param-Region: us                          | 400",
      "{\"region\":null}       | Mcp-Param-Region: eu                          | 400"})
  void a_mirrored_argument_is_the_argument(String arguments, String headers, int status) {
    String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"where\",\"arguments\":" + arguments + ","
        + META + "}}";
    String[] all = Stream.concat(Stream.of("Host: localhost", "Authorization: Bearer " + host.key("demo", "tools", "*"),
        "Content-Type: application/json", "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: where"),
        Stream.of(headers.split("#"))).toArray(String[]::new);

    String answer = RawHttp.send(host.url(), "POST /mcp", body, all);

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer.contains("-32020")).isEqualTo(status == 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MCP-Protocol-Version: 2026-07-28", "MCP-Protocol-Version: 2025-11-25", "Mcp-Method: tools/list",
      "Mcp-Method: tools/call"})
  void a_header_of_the_protocol_is_sent_once(String again) {
    assertThat(list("/t/open/mcp", "Host: localhost", again)).isEqualTo(400);
  }

  @Test
  void a_tools_name_is_the_one_in_both_places_to_the_letter() {
    McpClient client = McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "* !add"));

    assertThat(client.call("add", "{\"a\":2,\"b\":3}").code()).isEqualTo(403);
    for (String name : List.of("Add", "ADD", " add", "add ", "add\t", "add%20", "%61dd", "add.", "demo/add", "\uff21dd", "add\u200b",
        "add\0")) {
      String encoded = "=?base64?" + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)) + "?=";
      McpClient.Reply reply = client.header("Mcp-Name", encoded).request("tools/call", Json.object().put("name", name));
      assertThat(reply.code()).as(name).isEqualTo(-32602);
      assertThat(reply.message()).contains("Unknown tool");
    }
  }
}
