package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that listen hear of tools that a plugin adds and removes, and find them changed. */
@Timeout(180)
class ToolNewsIT {

  private static final String MANAGER = PluginJars.plugin("""
      private ToolManager tools;
      public void start(PluginContext c) { tools = c.tools(); }
      @Tool public void add(String name) { tools.newTool(name).setHandler(a -> ToolResponse.success("I am " + name)).register(); }
      @Tool public boolean remove(String name) { return tools.removeTool(name); }
      """);

  @RegisterExtension
  static final TestHost host = new TestHost("{}").jar("demo", jar()).jar("other", jar());

  private static Path jar() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), "manager", MANAGER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedReader listen(String key) throws Exception {
    ObjectNode params = Json.object();
    params.putObject("notifications").put("toolsListChanged", true);
    params.putObject("_meta").put("io.modelcontextprotocol/protocolVersion", McpClient.MODERN)
        .putObject("io.modelcontextprotocol/clientCapabilities");
    HttpRequest request = HttpRequest.newBuilder(URI.create(host.url() + "/mcp"))
        .header("Authorization", "Bearer " + key).header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream").header("MCP-Protocol-Version", McpClient.MODERN)
        .header("Mcp-Method", "subscriptions/listen")
        .POST(HttpRequest.BodyPublishers.ofString(McpClient.rpc(1, "subscriptions/listen", params).toString())).build();
    InputStream body = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body();
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  private static JsonNode next(BufferedReader stream) throws IOException {
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.startsWith("data: ")) {
        return Json.mapper().readTree(line.substring("data: ".length()));
      }
    }
    throw new AssertionError("the stream has ended");
  }

  @Test
  void a_jar_that_is_dropped_in_is_news_for_its_tenant_alone() throws Exception {
    String key = host.key("demo", "tools", "*");
    String others = host.key("other", "tools", "*");
    try (BufferedReader stream = listen(key); BufferedReader theirs = listen(others)) {
      next(stream);
      next(theirs);
      Path jar = PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), "more",
          PluginJars.plugin("@Tool public String more() { return \"more\"; }"));

      Path dropped = Files.copy(jar, host.plugins().resolve("demo").resolve("more.jar"));

      assertThat(next(stream).path("method").textValue()).isEqualTo("notifications/tools/list_changed");
      Files.delete(dropped);
      assertThat(next(stream).path("method").textValue()).isEqualTo("notifications/tools/list_changed");
      assertThat(McpClient.of(host.url() + "/mcp").key(others).call("add", "{\"name\":\"own\"}").toolText()).isNotNull();
      assertThat(next(theirs).path("method").textValue()).isEqualTo("notifications/tools/list_changed");
      host.redis().cli("SADD", "mcp:revoked", others.split("_")[1]);
      assertThat(rest(theirs)).as("news of the other tenant, beyond its own").doesNotContain("list_changed");
    }
  }

  /** What comes until the stream ends. */
  private static String rest(BufferedReader stream) {
    try {
      return stream.lines().collect(Collectors.joining("\n"));
    } catch (UncheckedIOException e) {
      return "";
    }
  }

  @Test
  void a_listening_client_is_told_and_finds_the_tool() throws Exception {
    String key = host.key("demo", "tools", "*");
    McpClient client = McpClient.of(host.url() + "/mcp").key(key);
    McpClient other = McpClient.of(host.url() + "/mcp").key(host.key("other", "tools", "*"));
    try (BufferedReader stream = listen(key)) {
      assertThat(next(stream).path("method").textValue()).isEqualTo("notifications/subscriptions/acknowledged");

      other.call("add", "{\"name\":\"theirs\"}");
      client.call("add", "{\"name\":\"greet\"}");

      assertThat(next(stream).path("method").textValue()).isEqualTo("notifications/tools/list_changed");
      assertThat(client.list().json().at("/result/tools")).extracting(tool -> tool.path("name").textValue())
          .containsExactly("add", "greet", "remove");
      assertThat(client.call("greet", "{}").toolText()).isEqualTo("I am greet");
      assertThat(other.call("greet", "{}").code()).as("of another tenant").isEqualTo(-32602);
      client.call("remove", "{\"name\":\"greet\"}");
      assertThat(next(stream).path("method").textValue()).isEqualTo("notifications/tools/list_changed");
      assertThat(client.call("greet", "{}").code()).isEqualTo(-32602);
    }
  }
}
