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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Constraints and sealed types as a client meets them, by real HTTP. */
class TypesIT {

  private static final String ANIMALS = PluginJars.plugin("""
      public sealed interface Animal {}
      public record Cat(@Min(0) @Max(9) int lives) implements Animal {}
      public record Bird(@Size(min = 1) List<@Pattern(regexp = "[a-z]+") String> songs) implements Animal {}
      @Tool public Animal grow(Animal animal) { return animal instanceof Cat cat ? new Cat(cat.lives() + 1) : animal; }
      """);

  @RegisterExtension
  static final TestHost host = new TestHost("{}").jar("demo", jar());

  private static McpClient client;

  private static Path jar() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), "animals", ANIMALS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void take_a_key() {
    client = McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "*"));
  }

  private static McpClient.Reply grow(String animal) {
    return client.call("grow", ("{'animal':" + animal + "}").replace('\'', '"'));
  }

  @Test
  void both_are_in_the_schemas_that_are_listed() {
    JsonNode tool = client.list().json().at("/result/tools/0");

    assertThat(tool.at("/inputSchema/properties/animal/oneOf/0")).hasToString("""
        {"type":"object","properties":{"type":{"type":"string","const":"Cat"},"lives":{"type":"integer","minimum":0,"maximum":9}},\
        "required":["type","lives"],"additionalProperties":false}""");
    assertThat(tool.at("/outputSchema/type").textValue()).isEqualTo("object");
    assertThat(tool.at("/outputSchema/oneOf/1/properties/songs")).hasToString("""
        {"type":"array","items":{"type":"string","pattern":"^(?:[a-z]+)$"},"minItems":1}""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-06-18", "2025-11-25"})
  void an_older_client_gets_them_too(String revision) {
    LegacyClient old = LegacyClient.open(client, revision);
    ObjectNode call = Json.object().put("name", "grow");
    call.putObject("arguments").putObject("animal").put("type", "Cat").put("lives", 1);

    JsonNode schema = old.request(2, "tools/list", Json.object()).json().at("/result/tools/0/outputSchema");
    assertThat(schema.path("type").textValue()).isEqualTo("object");
    assertThat(schema.path("oneOf")).hasSize(2);
    assertThat(old.request(3, "tools/call", call).json().at("/result/structuredContent")).hasToString("{\"type\":\"Cat\",\"lives\":2}");
  }

  @Test
  void what_is_wrong_is_told_of_what_was_meant() {
    assertThat(grow("{'type':'Bird','songs':['la','La'],'lives':9}").toolText()).isEqualTo("""
        The arguments of grow are not valid:
        - /animal/songs/1: must match the regular expression ^(?:[a-z]+)$
        - /animal: 'lives' is unknown; it takes type, songs""");
    assertThat(grow("{'type':'Dog'}").toolText()).endsWith("- /animal/type: must be one of [\"Cat\", \"Bird\"]");
  }

  @Test
  void an_answer_that_breaks_its_schema_does_not_reach_the_client() {
    assertThat(grow("{'type':'Cat','lives':8}").json().at("/result/structuredContent")).hasToString("{\"type\":\"Cat\",\"lives\":9}");

    JsonNode broken = grow("{'type':'Cat','lives':9}").json().path("result");

    assertThat(broken.path("isError").booleanValue()).isTrue();
    assertThat(broken.has("structuredContent")).isFalse();
    assertThat(broken.toString()).doesNotContain("10", "lives", "at most");
  }
}
