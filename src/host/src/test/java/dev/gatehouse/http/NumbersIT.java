package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that would be a billion digits, and other arguments that a check stumbles over, on both wires: no heap, no time, no closed tool. */
@Timeout(300)
class NumbersIT {

  private static final String PLUGIN = PluginJars.plugin(
      """
          static final String SCHEMA = "{\\"type\\":\\"object\\",\\"properties\\":{\\"e\\":{\\"enum\\":[1,2.5]},\\"c\\":{\\"const\\":7},"
              + "\\"m\\":{\\"multipleOf\\":0.5},\\"n\\":{\\"type\\":\\"integer\\",\\"minimum\\":0,\\"maximum\\":10},"
              + "\\"d\\":{\\"type\\":\\"string\\",\\"format\\":\\"duration\\"},\\"h\\":{\\"type\\":\\"string\\",\\"format\\":\\"hostname\\"},"
              + "\\"deep\\":{\\"$ref\\":\\"#/$defs/deep\\"}},\\"$defs\\":{\\"deep\\":{\\"anyOf\\":["
              + "{\\"type\\":\\"array\\",\\"items\\":{\\"$ref\\":\\"#/$defs/deep\\"}},"
              + "{\\"type\\":\\"array\\",\\"items\\":{\\"$ref\\":\\"#/$defs/deep\\"},\\"minItems\\":0}]}}}";
          public record Strict(int n) { public Strict { if (n > 9) throw new ArithmeticException("hunter2"); } }
          @Tool(inputSchema = SCHEMA) public String literal(@ToolArg(required = false) Object e) { return "works"; }
          @Tool public String typed(Optional<BigDecimal> d, Optional<BigInteger> i, Optional<Period> p, Optional<Object> o, Optional<Strict> s) {
            return "works";
          }
          @Tool public String paged(@ToolArg(header = "Page") int page) { return "page " + page; }
          @Tool(inputSchema = "{\\"type\\":\\"object\\",\\"properties\\":{\\"e\\":{\\"items\\":{\\"pattern\\":\\"(a+)+$\\"}}}}")
          public String slow(@ToolArg(required = false) Object e) { return "works"; }
          @Tool public BigDecimal huge() { return new BigDecimal("1e999999999"); }
          @Tool public String ask(Elicitation user) {
            return "got " + user.elicit("n", "How many?", ElicitationSchema.of(ElicitationField.number("n"))).getNumber("n");
          }
          @Override public void start(PluginContext context) {
            context.tools().newTool("open").setInputSchema("{\\"type\\":\\"object\\"}")
                .setHandler(a -> ToolResponse.success("works")).register();
          }
          """);

  /** More than a circuit breaker takes. */
  private static final int OFTEN = 30;

  @RegisterExtension
  static final TestHost host = new TestHost("{\"tenants\": {\"demo\": {\"calls\": {\"tools\": {\"slow\": {\"timeout\": \"1s\"}}}}}}")
      .jar("demo", jar());

  private static Path jar() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), "numbers", PLUGIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static McpClient modern;
  private static LegacyClient legacy;

  private static McpClient client() {
    return McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "*", "prompts", "*"));
  }

  private static final List<String> BODIES = List.of(
      "NUMBER", "[NUMBER]", "{'jsonrpc':'2.0','id':NUMBER,'method':'ping'}",
      "{'jsonrpc':'2.0','id':1,'method':'ping','params':{'x':NUMBER}}",
      "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'literal','arguments':{'e':NUMBER}}}",
      "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'typed','arguments':{'d':NUMBER}}}",
      "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'gone','arguments':{'d':[{'x':NUMBER}]}}}",
      "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'ask','inputResponses':{'n':{'action':'accept','content':{'n':NUMBER}}}}}",
      "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'typed','_meta':{'progressToken':NUMBER}}}",
      "{'jsonrpc':'2.0','id':1,'method':'prompts/get','params':{'name':'p','arguments':{'x':NUMBER}}}",
      "{'jsonrpc':'2.0','id':1,'result':{'action':'accept','content':{'n':NUMBER}}}",
      "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':NUMBER}}");

  static Stream<String> bombs() {
    List<String> numbers =
        List.of("1e999999999", "-1e1001", "1e-999999999", "1e2147483647", "100e2147483647", "1e30000000000", "9".repeat(1001));
    return BODIES.stream().flatMap(body -> numbers.stream().map(number -> body.replace('\'', '"').replace("NUMBER", number)));
  }

  @BeforeAll
  static void connect() {
    modern = client();
    legacy = LegacyClient.open(client(), "2025-11-25");
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void a_body_with_a_number_out_of_range_is_no_json_on_either_wire(String body) {
    for (McpClient wire : List.of(modern.header("MCP-Protocol-Version", McpClient.MODERN).header("Mcp-Method", "ping"), legacy.http())) {
      McpClient.Reply reply = wire.post(body);

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.code()).isEqualTo(-32700);
      assertThat(reply.message())
          .matches("Parse error: the body has a number that is out of range \\(at most 1000 digits and an exponent from"
              + " -1000 to 1000\\) at line 1, column \\d+");
    }
  }

  private static McpClient.Reply call(boolean old, String tool, String arguments) {
    if (!old) {
      return modern.call(tool, arguments);
    }
    ObjectNode params = Json.object().put("name", tool);
    params.set("arguments", json(arguments));
    return legacy.request(3, "tools/call", params);
  }

  private static JsonNode json(String text) {
    try {
      return Json.read(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "literal | {'e':1e1000}               | must be one of [1, 2.5]",
      "literal | {'c':-1e1000}              | must be 7",
      "literal | {'m':1e-1000}              | must be a multiple of 0.5",
      "literal | {'m':NINES.1}              | must be a multiple of 0.5",
      "literal | {'n':NINES}                | must be at most 10",
      "literal | {'n':18446744073709551617.0} | must be at most 10",
      "literal | {'d':'P2147483647W'}       | must be a duration",
      "literal | {'h':'DOTS'}               | must be a hostname",
      "literal | {'deep':[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]} | would take too long to check",
      "literal | {'e':[1e1000]}             | must be one of [1, 2.5]",
      "typed   | {'i':1e-1000}              | must be integer",
      "typed   | {'p':'P2147483647W'}       | must be a duration",
      "typed   | {'o':{'a':[1e309]}}        | must be a number that a double can hold",
      "typed   | {'s':{'n':10}}             | could not be checked",
      "open    | {'a':{'b':-1e309}}         | must be a number that a double can hold",
  })
  void one_callers_bad_arguments_close_a_tool_to_nobody(String tool, String arguments, String words) {
    String bad = arguments.replace("NINES", "9".repeat(900)).replace("DOTS", "a.".repeat(4_900) + "com").replace('\'', '"');
    // Once of these is enough to see that it ends.
    int often = words.contains("too long") ? 3 : OFTEN;

    for (boolean old : new boolean[] {false, true}) {
      for (int i = 0; i < often; i++) {
        McpClient.Reply reply = call(old, tool, bad);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().at("/result/isError").booleanValue()).as(reply.text()).isTrue();
        assertThat(reply.toolText()).contains("not valid").contains(words).doesNotContain("failed inside", "hunter2");
      }
      assertThat(client().call(tool, "{}").toolText()).isEqualTo("works");
    }
  }

  /** Some billions of steps each, within the bound by their size. */
  @Test
  void checks_that_take_all_their_time_close_a_tool_to_nobody() throws InterruptedException {
    String texts = IntStream.range(0, 450).mapToObj(i -> '"' + "a".repeat(2_000) + "!\"").collect(Collectors.joining(","));
    List<CompletableFuture<McpClient.Reply>> bad = IntStream.range(0, OFTEN)
        .mapToObj(i -> CompletableFuture.supplyAsync(() -> modern.call("slow", "{\"e\":[" + texts + "]}"))).toList();

    assertThat(bad).extracting(reply -> reply.join().text()).allMatch(text -> text.contains("could not be checked in time")
        || text.contains("did not answer in time") || text.contains("Busy: tool 'slow' had no place"))
        .anyMatch(text -> text.contains("could not be checked in time"));
    McpClient other = client();
    eventually(() -> {
      McpClient.Reply good = other.call("slow", "{}");
      assertThat(good.text()).doesNotContain("rests");
      return good.text().contains("works");
    });
  }

  @Test
  void the_greatest_there_are_arrive() {
    for (String number : List.of("1e308", "5e-324", "9223372036854775808", "1e1000", "9".repeat(1000))) {
      for (boolean old : new boolean[] {false, true}) {
        assertThat(call(old, "typed", "{\"d\":" + number + "}").toolText()).isEqualTo("works");
      }
    }
  }

  @Test
  void an_answer_of_the_users_that_no_double_can_hold_is_refused_and_closes_no_tool() {
    for (int i = 0; i < OFTEN; i++) {
      McpClient.Reply reply = answer("-1e309");
      assertThat(reply.code()).as(reply.text()).isEqualTo(-32602);
      assertThat(reply.message()).contains("The client's answer to 'n' is not valid").contains("must be a number that a double can hold");
    }

    assertThat(answer("1e308").toolText()).isEqualTo("got 1.0E308");
  }

  private static McpClient.Reply answer(String number) {
    ObjectNode params = (ObjectNode) json("{\"name\":\"ask\",\"inputResponses\":{\"n\":{\"action\":\"accept\",\"content\":{\"n\":" + number
        + "}}},\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":"
        + "{\"elicitation\":{}}}}");
    return modern.header("MCP-Protocol-Version", McpClient.MODERN).header("Mcp-Method", "tools/call").header("Mcp-Name", "ask")
        .post(McpClient.rpc(7, "tools/call", params).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e-999999999", "1e2147483648", "NINES", "5e1001"})
  void a_header_with_a_number_out_of_range_does_not_match(String header) {
    McpClient.Reply reply = modern.header("Mcp-Param-Page", header.replace("NINES", "9".repeat(2_000))).call("paged", "{\"page\":5}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("Mcp-Param-Page does not match the argument 'page'");
    assertThat(modern.header("Mcp-Param-Page", "5.0").call("paged", "{\"page\":5}").toolText()).isEqualTo("page 5");
  }

  @Test
  void a_result_with_a_number_out_of_range_is_an_error_in_words() {
    for (boolean old : new boolean[] {false, true}) {
      assertThat(call(old, "huge", "{}").toolText())
          .isEqualTo("the result holds a number that is out of range (at most 1000 digits and an exponent from -1000 to 1000)");
    }
  }
}
