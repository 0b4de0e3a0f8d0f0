package dev.gatehouse.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.model.ToolDescription;
import dev.gatehouse.client.servers.Key;
import dev.gatehouse.client.servers.Server;
import dev.gatehouse.client.servers.ServerAddress;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolboxTest {

  private final Server a = server("a");
  private final Server ab = server("a_b");
  private final Toolbox tools = new Toolbox(List.of(a, ab));

  @Test
  void names_fit_the_model_and_lead_back() {
    tools.add(a, tools("math.add", "x".repeat(100)));
    assertThat(names()).containsExactly("a_math_add", "a_" + "x".repeat(62)).allMatch(name -> name.matches("[a-zA-Z0-9_-]{1,64}"));
    assertThat(tools.find("a_math_add")).contains(new Toolbox.Entry(a, "math.add"));
  }

  @Test
  void names_that_come_out_the_same_are_told_apart() {
    tools.add(a, tools("b_add", "x.y", "x_y", "x".repeat(70) + "1", "x".repeat(70) + "2"));
    tools.add(ab, tools("add"));
    assertThat(names()).doesNotHaveDuplicates().allMatch(name -> name.length() <= 64);
    assertThat(tools.find("a_b_add_2")).contains(new Toolbox.Entry(ab, "add"));
    assertThat(tools.find("a_x_y_2")).contains(new Toolbox.Entry(a, "x_y"));
  }

  @Test
  void a_name_that_is_not_listed_goes_to_the_server_that_it_names() {
    tools.add(a, tools("add"));
    assertThat(tools.find("a_subtract")).contains(new Toolbox.Entry(a, "subtract"));
    assertThat(tools.find("a_b_subtract")).contains(new Toolbox.Entry(ab, "subtract"));
    assertThat(tools.find("subtract")).isEmpty();
  }

  @Test
  void a_tool_without_arguments_has_properties_all_the_same() {
    Map<String, Object> one = Map.of("type", "object", "properties", Map.of("x", Map.of("type", "string")));
    tools.add(a, List.of(Tool.builder("none", Map.of("type", "object")).build(), Tool.builder("one", one).build()));
    assertThat(tools.descriptions()).extracting(ToolDescription::schema)
        .containsExactly(Map.of("type", "object", "properties", Map.of()), one);
  }

  private List<String> names() {
    return tools.descriptions().stream().map(ToolDescription::name).toList();
  }

  private static List<Tool> tools(String... names) {
    return Stream.of(names).map(name -> Tool.builder(name, Map.of("type", "object")).build()).toList();
  }

  private static Server server(String name) {
    return new Server(ServerAddress.named(name + "=http://127.0.0.1:1"), Key.NONE, Optional.empty());
  }
}
