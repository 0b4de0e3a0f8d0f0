package dev.gatehouse.http;

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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that are larger than a page, and what is in them for every client. */
class ListsIT {

  private static final int MANY = 60;

  @RegisterExtension
  static final TestHost host = new TestHost("{\"calls\":{\"maxPage\":\"2KiB\"}}").jar("demo", many());

  private static McpClient client;

  private static Path many() {
    try {
      String features = IntStream.range(0, MANY)
          .mapToObj(
              i -> """
                  @Tool(description = "%2$s") public void t%1$02d() {}
                  @Prompt public String p%1$02d() { return ""; }
                  @Resource(uri = "test://r%1$02d") public String r%1$02d() { return ""; }
                  @ResourceTemplate(uriTemplate = "test://x%1$02d/{id}") public String x%1$02d(@ResourceTemplateArg(name = "id") String id) { return id; }
                  """
                  .formatted(i, i == 30 ? "long ".repeat(1000) : ""))
          .collect(Collectors.joining("\n"));
      return PluginJars.jar(Files.createTempDirectory("gatehouse-many"), "many", PluginJars.plugin(features));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void take_a_key() {
    client = McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "*", "prompts", "*", "resources", "*"));
  }

  private interface Lister {
    McpClient.Reply page(ObjectNode params);
  }

  private static List<String> all(Lister lister, String list, String key) {
    List<String> found = new ArrayList<>();
    int pages = 0;
    for (String cursor = ""; cursor != null; pages++) {
      McpClient.Reply reply = lister.page(cursor.isEmpty() ? Json.object() : Json.object().put("cursor", cursor));
      JsonNode result = reply.json().path("result");
      assertThat(result.path(list).size()).as(reply.text()).isPositive();
      assertThat(reply.text().length() < 2_600 || result.path(list).size() == 1).as("%d", reply.text().length()).isTrue();
      found.addAll(result.path(list).findValuesAsText(key));
      cursor = result.path("nextCursor").textValue();
    }
    assertThat(pages).isGreaterThan(1);
    return found;
  }

  @ParameterizedTest
  @CsvSource({"tools/list, tools, name", "prompts/list, prompts, name", "resources/list, resources, uri",
      "resources/templates/list, resourceTemplates, uriTemplate"})
  void a_large_list_comes_in_pages_and_everything_once(String method, String list, String key) {
    LegacyClient old = LegacyClient.open(client, "2025-06-18");

    assertThat(all(params -> client.request(method, params), list, key)).hasSize(MANY).doesNotHaveDuplicates().isSorted();
    assertThat(all(params -> old.request(5, method, params), list, key)).hasSize(MANY).doesNotHaveDuplicates().isSorted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"})
  void a_tool_without_arguments_is_listed_with_properties(String version) {
    McpClient.Reply reply = version.equals(McpClient.MODERN) ? client.list() : LegacyClient.open(client, version).list();

    assertThat(reply.json().at("/result/tools/0/inputSchema"))
        .isEqualTo(Json.object().put("type", "object").put("additionalProperties", false).set("properties", Json.object()));
  }
}
