package dev.gatehouse.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a schema of the author's own cannot do: fetch something, or go on without end. */
final class SchemaBoundsTest {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @ParameterizedTest
  @ValueSource(strings = {
      "{'type':'object','properties':{'it':{'$ref':'URL'}}}",
      "{'type':'object','properties':{'it':{'$dynamicRef':'URL'}}}",
      "{'type':'object','$id':'URL/a','properties':{'it':{'$ref':'b'}}}",
      "{'$schema':'URL','type':'object'}",
  })
  void nothing_is_fetched_from_the_network(String schema) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      asked.incrementAndGet();
      byte[] body = "{\"type\":\"object\"}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThatThrownBy(() -> plugins.load(tool(schema.replace("URL", url)))).isInstanceOf(PluginException.class)
          .hasMessageContaining("fixture.Fixture.run").hasMessageContaining("chema");
      assertThat(asked).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void nothing_is_fetched_from_the_machine_or_the_host() throws IOException {
    Path file = Files.writeString(plugins.dir().resolve("secret.json"), "{\"type\":\"object\"}");

    for (String place : new String[] {file.toUri().toString(), "classpath:draft/2019-09/schema.json", "resource:/draft-07/schema.json"}) {
      assertThatThrownBy(() -> plugins.load(tool("{'type':'object','properties':{'it':{'$ref':'" + place + "'}}}"))).as(place)
          .isInstanceOf(PluginException.class).hasMessageContaining("fixture.Fixture.run");
    }
  }

  @Test
  void a_schema_may_refer_to_itself() throws Exception {
    String schema =
        "{'type':'object','properties':{'it':{'$ref':'#/$defs/a'}},'$defs':{'a':{'type':'array','items':{'$ref':'#/$defs/a'}}}}";
    LoadedPlugin plugin = plugins.load(tool(schema));

    assertThat(Fixtures.call(plugin, "run", "{\"it\":[[],[[]]]}").isError()).isFalse();
    assertThat(Fixtures.text(Fixtures.call(plugin, "run", "{\"it\":[[],[5]]}"))).endsWith("- /it/1/0: must be array, is integer");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{'type':'object','$ref':'#'}",
      "{'type':'object','$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}}}",
      "{'type':'object','properties':{'it':{'$ref':'#/properties/it'}}}",
      "{'type':'object','properties':{'it':{'$ref':'#/$defs/gone'}}}",
      "{'type':'object','properties':{'it':{'pattern':'[a'}}}",
  })
  void a_schema_that_leads_nowhere_is_refused(String schema) {
    assertThatThrownBy(() -> plugins.load(tool(schema))).isInstanceOf(PluginException.class)
        .hasMessageContaining("fixture.Fixture.run").hasMessageContaining("chema");
  }

  @Test
  void a_schema_has_a_bounded_depth() {
    String deep = "{'type':'object','properties':{'it':" + "{'not':".repeat(100) + "{}" + "}".repeat(100) + "}}";

    assertThatThrownBy(() -> plugins.load(tool(deep))).isInstanceOf(PluginException.class)
        .hasMessageContaining("fixture.Fixture.run: its inputSchema is not JSON (").hasMessageContaining("100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'enum':[1,1e999999999]", "'const':-1e999999999", "'minimum':1e-999999999", "'multipleOf':1e2147483647",
      "'default':{'a':[1e30000000000]}", "'examples':[1e1001]"})
  void a_schema_holds_no_number_out_of_range(String keyword) {
    assertThatThrownBy(() -> plugins.load(tool("{'type':'object','properties':{'it':{" + keyword + "}}}")))
        .isInstanceOf(PluginException.class)
        .hasMessageEndingWith("fixture.Fixture.run: its inputSchema is not JSON (it has a number that is"
            + " out of range (at most 1000 digits and an exponent from -1000 to 1000))");
    assertThatThrownBy(() -> plugins.load(tool("{}").replace("inputSchema", "outputSchema").replace("{}\"",
        "{\\\"type\\\":\\\"object\\\"," + keyword.replace("'", "\\\"") + "}\"")))
        .isInstanceOf(PluginException.class).hasMessageContaining("its outputSchema is not JSON (it has a number that is out of range");
  }

  @Test
  void many_faults_within_alternatives_are_cut() throws Exception {
    LoadedPlugin plugin = plugins.load(tool("{'type':'object','properties':{'it':{'anyOf':["
        + "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':{'type':'string'}},"
        + "{'type':'object','properties':{'b':{'type':'string'}},'unevaluatedProperties':false}]}}}"));
    String members = IntStream.range(0, 30_000).mapToObj(i -> "\"m" + i + "\":null").collect(Collectors.joining(","));

    assertThat(Fixtures.text(Fixtures.call(plugin, "run", "{\"it\":{" + members + "}}")).length()).isLessThan(30_000);
  }

  @Test
  void the_cut_may_go_through_alternatives() throws Exception {
    LoadedPlugin plugin = plugins.load(tool("{'type':'object','properties':{'it':{'items':{'oneOf':[{'type':'string'}]}}}}"));

    assertThat(Fixtures.text(Fixtures.call(plugin, "run", "{\"it\":[" + "1,".repeat(299) + "1]}"))).hasLineCount(22)
        .contains("- /it/0: must be string, is integer").endsWith("- and more");
  }

  private static String tool(String schema) {
    String literal = schema.replace('\'', '"').replace("\"", "\\\"");
    return "@Tool(inputSchema = \"" + literal + "\") public void run(@ToolArg(required = false) Object it) {}";
  }
}
