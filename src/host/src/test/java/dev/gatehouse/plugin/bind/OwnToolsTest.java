package dev.gatehouse.plugin.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.Fixtures;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools that a plugin builds itself when it starts. */
class OwnToolsTest {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  private static String starting(String definition) {
    return "public void start(PluginContext c) { c.tools().newTool(\"run\")" + definition + ".register(); }";
  }

  private static final String ECHO = ".setHandler(a -> ToolResponse.success(a.args().toString()))";

  @Test
  void it_is_described_as_it_was_defined() throws Exception {
    ToolInfo info = plugins.info(starting(".setTitle(\"Run\").setDescription(\"Runs.\")"
        + ".addArgument(\"to\", \"where to\", true, URI.class).addArgument(\"laps\", \"how many\", true, int.class, \"3\")"
        + ".addArgument(\"with\", null, false, String[].class)"
        + ".setAnnotations(new ToolAnnotations(null, true, true, false, true))" + ECHO));

    assertThat(info.title()).isEqualTo("Run");
    assertThat(info.description()).isEqualTo("Runs.");
    assertThat(info.readOnly()).isTrue();
    assertThat(info.inputSchema()).hasToString("{\"type\":\"object\",\"properties\":{"
        + "\"to\":{\"type\":\"string\",\"format\":\"uri\",\"description\":\"where to\"},"
        + "\"laps\":{\"type\":\"integer\",\"minimum\":-2147483648,\"maximum\":2147483647,\"description\":\"how many\",\"default\":3},"
        + "\"with\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},\"required\":[\"to\"],\"additionalProperties\":false}");
  }

  @Test
  void its_arguments_are_of_their_types_in_the_order_of_declaration() throws Exception {
    String body = starting(".addArgument(\"n\", \"\", true, int.class, \"3\").addArgument(\"when\", \"\", false, Instant.class)"
        + ".addArgument(\"who\", \"\", true, String.class).setHandler(a -> { int n = (int) a.args().get(\"n\");"
        + " return ToolResponse.success(a.args().keySet() + \" \" + (n + 1) + a.args().get(\"who\") + a.caller().tenant()"
        + " + a.context(Deadline.class).remaining().isNegative()); })");

    assertThat(Fixtures.text(plugins.call(body, "{\"who\":\"x\"}"))).isEqualTo("[n, who] 4xacmefalse");
  }

  @Test
  void all_that_is_wrong_with_its_arguments_is_told_at_once() throws Exception {
    String body = starting(".addArgument(\"n\", \"\", true, int.class).addArgument(\"who\", \"\", true, String.class)" + ECHO);

    ToolResult result = plugins.call(body, "{\"n\":\"one\",\"what\":1}");

    assertThat(result.isError()).isTrue();
    assertThat(Fixtures.text(result)).isEqualTo("The arguments of run are not valid:\n- /n: must be integer, is string"
        + "\n- 'who' is required\n- 'what' is unknown; it takes n, who");
  }

  @Test
  void what_a_literal_schema_does_not_know_is_told_with_what_it_does() throws Exception {
    String body = starting(
        ".setInputSchema(\"{\\\"type\\\":\\\"object\\\",\\\"properties\\\":{\\\"n\\\":{}},\\\"additionalProperties\\\":false}\")" + ECHO);

    assertThat(Fixtures.text(plugins.call(body, "{\"m\":1}"))).endsWith("- 'm' is unknown; it takes n");
  }

  @Test
  void a_literal_schema_lets_undeclared_arguments_through_as_plain_values() throws Exception {
    String body = starting(".addArgument(\"n\", \"\", true, long.class).setInputSchema(\"{\\\"type\\\":\\\"object\\\",\\\"properties\\\":"
        + "{\\\"n\\\":{\\\"type\\\":\\\"integer\\\",\\\"multipleOf\\\":5},\\\"more\\\":{\\\"type\\\":\\\"object\\\"}}}\")"
        + ".setHandler(a -> ToolResponse.success(a.args() + \" \" + (a.args().get(\"n\") instanceof Long)))");

    assertThat(Fixtures.text(plugins.call(body, "{\"n\":10,\"more\":{\"deep\":[1,true,null]}}")))
        .isEqualTo("{n=10, more={deep=[1, true, null]}} true");
    assertThat(plugins.call(body, "{\"n\":11}").isError()).isTrue();
  }

  @Test
  void it_may_answer_later_and_refuse_in_words() throws Exception {
    assertThat(Fixtures.text(plugins.call(starting(
        ".setAsyncHandler(a -> CompletableFuture.supplyAsync(() -> ToolResponse.success(\"later\")))"), "{}"))).isEqualTo("later");
    ToolResult refused = plugins.call(starting(".setHandler(a -> { throw new ToolCallException(\"closed on Mondays\"); })"), "{}");
    assertThat(refused.isError()).isTrue();
    assertThat(Fixtures.text(refused)).isEqualTo("closed on Mondays");
  }

  @Test
  void its_output_is_held_to_its_schema() throws Exception {
    String schema = ".setOutputSchema(\"{\\\"type\\\":\\\"object\\\",\\\"required\\\":[\\\"cents\\\"]}\")"
        + ".setHandler(a -> ToolResponse.structured(Map.of(\"%s\", 5)))";

    assertThat(plugins.call(starting(schema.formatted("cents")), "{}").structuredContent()).hasToString("{\"cents\":5}");
    assertThatThrownBy(() -> plugins.call(starting(schema.formatted("euros")), "{}")).hasMessageContaining("output schema");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "newTool(\"a b\").setHandler(a -> null).register()                              | tool name 'a b' must be",
      "newTool(\"x\").register()                                                      | tool 'x' has no handler; set one",
      "newTool(\"x\").addArgument(\"t\", \"\", true, Thread.class)                    | tool 'x' has the argument 't', which is a java.lang.Thread",
      "newTool(\"x\").addArgument(\"n\", \"\", true, int.class, \"ten\")              | 'n', which has the defaultValue \"ten\"",
      "newTool(\"x\").addArgument(\"n\", \"\", true, int.class).addArgument(\"n\", \"\", true, int.class) | two arguments named 'n'",
      "newTool(\"x\").setInputSchema(\"{\")                                           | tool 'x' cannot be served: its inputSchema is not JSON",
      "newTool(\"x\").setInputSchema(\"{\\\"type\\\":5}\")                            | no JSON Schema 2020-12 (/type ",
      "newTool(\"x\").setInputSchema(\"{}\").setHandler(a -> null).register()         | must have \"type\": \"object\"",
      "newTool(\"y\").setHandler(a -> null).register()                                | tool 'y' of plugin 'fixture' is already served by plugin 'fixture' itself"})
  void what_cannot_be_used_is_refused_with_what_is_wrong(String call, String words) {
    String body = "public void start(PluginContext c) { c.tools().newTool(\"y\")" + ECHO + ".register(); c.tools()." + call + "; }";

    assertThatThrownBy(() -> plugins.load(body)).isInstanceOf(PluginException.class).hasMessageContaining(words)
        .hasMessageContaining("fixture.Fixture.start threw IllegalArgumentException");
  }

  @Test
  void a_method_and_a_registered_tool_cannot_share_a_name() {
    assertThatThrownBy(() -> plugins.load(starting(ECHO) + "@Tool public void run() {}")).isInstanceOf(PluginException.class)
        .hasMessageContaining("has two tools named 'run', a method and one that it registered");
  }

  @Test
  void nothing_is_registered_for_a_plugin_that_has_been_stopped() throws Exception {
    LoadedPlugin plugin = plugins.load("public void start(PluginContext c) { System.getProperties().put(\"gatehouse.test.late\","
        + " (Runnable) () -> c.tools().newTool(\"late\").setHandler(a -> null).register()); } @Tool public void run() {}");
    Runnable late = (Runnable) System.getProperties().remove("gatehouse.test.late");
    late.run();
    plugin.close();

    assertThatThrownBy(late::run).isInstanceOf(IllegalStateException.class).hasMessageEndingWith("has been stopped");
  }
}
