package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts, resources and completions of the sample plugin, by real HTTP and real keys. */
class EverythingIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}")
      .jar("demo", Path.of(System.getProperty("gatehouse.root"), "src", "plugins", "everything", "target", "everything.jar"))
      .jar("many", many())
      .plugin("plain", "math");

  private static McpClient all;
  private static McpClient some;

  private static Path many() {
    try {
      String tools = IntStream.range(0, 250).mapToObj(i -> "@Tool public void t%03d() {}".formatted(i)).collect(Collectors.joining("\n"));
      return PluginJars.jar(Files.createTempDirectory("gatehouse-many"), "many", PluginJars.plugin(tools));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void take_keys() {
    all = client(host.key("demo", "tools", "*", "prompts", "*", "resources", "*"));
    some = client(host.key("demo", "tools", "none", "prompts", "test_simple*", "resources", "test://static-* !*binary"));
  }

  private static McpClient client(String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  private static ObjectNode params(String text) {
    try {
      return (ObjectNode) Json.mapper().readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static McpClient.Reply ask(McpClient client, String method, String params) {
    ObjectNode json = params(params);
    String name = json.path(method.equals("resources/read") ? "uri" : "name").textValue();
    return (name == null ? client : client.header("Mcp-Name", name)).request(method, json);
  }

  private static List<String> names(McpClient.Reply reply, String list, String name) {
    return reply.json().path("result").path(list).findValuesAsText(name);
  }

  /** A call of 2026-07-28 whose client can do what a test says. */
  private static JsonNode call(String tool, String capabilities, String more) {
    ObjectNode params = params(more).put("name", tool);
    params.putObject("_meta").put("io.modelcontextprotocol/protocolVersion", McpClient.MODERN)
        .set("io.modelcontextprotocol/clientCapabilities", params(capabilities));
    return all.header("MCP-Protocol-Version", McpClient.MODERN).header("Mcp-Method", "tools/call").header("Mcp-Name", tool)
        .post(McpClient.rpc(7, "tools/call", params).toString()).json();
  }

  @Test
  void prompts_are_listed_and_filled_in() {
    assertThat(ask(all, "prompts/list", "{}").json().at("/result/prompts").findValuesAsText("name")).contains(
        "test_simple_prompt", "test_prompt_with_arguments", "test_prompt_with_embedded_resource", "test_prompt_with_image");
    assertThat(ask(all, "prompts/get", "{'name':'test_prompt_with_arguments','arguments':{'arg1':'a','arg2':'b'}}").json()
        .at("/result/messages")).isEqualTo(
            params("{'m':[{'role':'user','content':{'type':'text',"
                + "'text':'Prompt with arguments: arg1=^a^, arg2=^b^'}}]}".replace("^", "\\u0027")).get("m"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'name':'test_prompt_with_arguments','arguments':{'arg1':'a'}}   | 'arg2'",
      "{'name':'test_prompt_with_arguments','arguments':{'arg1':5}}     | 'params.arguments.arg1' must be a string",
      "{'name':'test_prompt_with_arguments','arguments':[1]}            | 'params.arguments' must be an object",
      "{'name':'nothing'}                                               | Unknown prompt: 'nothing'"})
  void a_prompt_asked_for_wrongly_is_an_error_that_says_how(String params, String words) {
    McpClient.Reply reply = ask(all, "prompts/get", params);

    assertThat(reply.code()).as(reply.text()).isEqualTo(-32602);
    assertThat(reply.message()).contains(words);
  }

  @Test
  void resources_are_listed_and_read() {
    assertThat(names(ask(all, "resources/list", "{}"), "resources", "uri"))
        .containsExactly("test://static-binary", "test://static-text", "test://watched-resource");
    assertThat(names(ask(all, "resources/templates/list", "{}"), "resourceTemplates", "uriTemplate"))
        .containsExactly("test://template/{id}/data");
    assertThat(ask(all, "resources/read", "{'uri':'test://static-text'}").json().at("/result/contents/0/text").textValue())
        .isEqualTo("This is the content of the static text resource.");
    assertThat(ask(all, "resources/read", "{'uri':'test://static-binary'}").json().at("/result/contents/0/blob").textValue()).isNotEmpty();
    assertThat(ask(all, "resources/read", "{'uri':'test://template/123/data'}").json().at("/result/contents/0/text").textValue())
        .contains("123");
  }

  @ParameterizedTest
  @ValueSource(strings = {"test://nothing", "test://template/unknown/data"})
  void a_resource_that_is_not_there_is_named(String uri) {
    McpClient.Reply reply = ask(all, "resources/read", "{'uri':'" + uri + "'}");

    assertThat(reply.code()).as(reply.text()).isEqualTo(-32602);
    assertThat(reply.json().at("/error/data/uri").textValue()).isEqualTo(uri);
  }

  @Test
  void lists_and_uses_obey_the_same_patterns() {
    assertThat(names(ask(some, "prompts/list", "{}"), "prompts", "name")).containsExactly("test_simple_prompt");
    assertThat(names(ask(some, "resources/list", "{}"), "resources", "uri")).containsExactly("test://static-text");
    assertThat(names(ask(some, "resources/templates/list", "{}"), "resourceTemplates", "uriTemplate")).isEmpty();
    assertThat(ask(some, "prompts/get", "{'name':'test_simple_prompt'}").status()).isEqualTo(200);
    for (McpClient.Reply denied : List.of(
        ask(some, "prompts/get", "{'name':'test_prompt_with_image'}"),
        ask(some, "prompts/get", "{'name':'whatever'}"),
        ask(some, "resources/read", "{'uri':'test://static-binary'}"),
        ask(some, "resources/read", "{'uri':'test://template/1/data'}"),
        ask(some, "completion/complete", "{'ref':{'type':'ref/prompt','name':'test_prompt_with_arguments'},"
            + "'argument':{'name':'arg1','value':''}}"))) {
      assertThat(denied.status()).as(denied.text()).isEqualTo(403);
      assertThat(denied.code()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'ref':{'type':'ref/prompt','name':'test_prompt_with_arguments'},'argument':{'name':'arg1','value':'test'}} | test,testing",
      "{'ref':{'type':'ref/prompt','name':'test_prompt_with_arguments'},'argument':{'name':'arg1','value':'par'},'context':{'arguments':{'arg2':'x'}}} | paris-x,park-x",
      "{'ref':{'type':'ref/prompt','name':'test_prompt_with_arguments'},'argument':{'name':'arg2','value':'t'}} | ",
      "{'ref':{'type':'ref/resource','uri':'test://template/{id}/data'},'argument':{'name':'id','value':'12'}} | 123,124"})
  void arguments_are_completed(String params, String values) {
    JsonNode completion = ask(all, "completion/complete", params).json().at("/result/completion");
    List<String> found = new ArrayList<>();
    completion.path("values").forEach(value -> found.add(value.textValue()));

    assertThat(String.join(",", found)).isEqualTo(values == null ? "" : values);
    assertThat(completion.path("total").intValue()).isEqualTo(found.size());
    assertThat(completion.path("hasMore").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'ref':{'type':'ref/prompt','name':'test_prompt_with_arguments'},'argument':{'name':'no','value':''}} | has no argument 'no'",
      "{'ref':{'type':'ref/other','name':'x'},'argument':{'name':'no','value':''}}                           | 'params.ref.type'",
      "{'ref':{'type':'ref/resource','uri':'x:y'},'argument':{'name':'no','value':''}}                       | Unknown resource template",
      "{'ref':{'type':'ref/prompt','name':'test_simple_prompt'},'argument':{'name':'no'}}                    | 'no'"})
  void a_completion_of_nothing_is_refused(String params, String words) {
    McpClient.Reply reply = ask(all, "completion/complete", params);

    assertThat(reply.code()).as(reply.text()).isEqualTo(-32602);
    assertThat(reply.message()).contains(words);
  }

  @Test
  void a_list_of_many_that_is_not_large_comes_whole() {
    JsonNode result = ask(client(host.key("many", "tools", "*")), "tools/list", "{}").json().path("result");

    assertThat(result.path("tools").findValuesAsText("name")).hasSize(250).doesNotHaveDuplicates().isSorted();
    assertThat(result.has("nextCursor")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "invalid", "cHJvbXB0cwph", "5"})
  void a_cursor_of_somewhere_else_is_refused(String cursor) {
    assertThat(ask(all, "tools/list", "{'cursor':'" + cursor + "'}").code()).isEqualTo(-32602);
  }

  @Test
  void what_is_not_served_is_neither_offered_nor_answered() {
    McpClient client = client(host.key("plain", "tools", "*", "prompts", "*", "resources", "*"));
    JsonNode capabilities = ask(client, "server/discover", "{}").json().at("/result/capabilities");

    assertThat(capabilities.fieldNames()).toIterable().containsExactlyInAnyOrder("tools", "logging");
    assertThat(ask(all, "server/discover", "{}").json().at("/result/capabilities").fieldNames()).toIterable()
        .containsExactlyInAnyOrder("tools", "prompts", "resources", "completions", "logging");
    for (String method : List.of("prompts/list", "resources/list", "resources/templates/list", "completion/complete")) {
      McpClient.Reply reply = ask(client, method, "{}");
      assertThat(reply.status()).as(method).isEqualTo(404);
      assertThat(reply.code()).isEqualTo(-32601);
    }
  }

  @Test
  void a_question_takes_a_round_and_its_answer_another() {
    JsonNode first = call("test_input_required_result_elicitation", "{'elicitation':{}}", "{}").path("result");

    assertThat(first.path("resultType").textValue()).isEqualTo("input_required");
    assertThat(first.at("/inputRequests/user_name/method").textValue()).isEqualTo("elicitation/create");
    JsonNode second = call("test_input_required_result_elicitation", "{'elicitation':{}}",
        "{'inputResponses':{'user_name':{'action':'accept','content':{'name':'Jo'}}}}").path("result");
    assertThat(second.at("/content/0/text").textValue()).isEqualTo("Hello, Jo!");
  }

  @Test
  void state_goes_from_round_to_round() {
    JsonNode first = call("test_input_required_result_request_state", "{'elicitation':{}}", "{}").path("result");
    String state = first.path("requestState").textValue();
    String answers = "'inputResponses':{'confirm':{'action':'accept','content':{'ok':true}}}";

    assertThat(call("test_input_required_result_request_state", "{'elicitation':{}}", "{'requestState':'" + state + "'," + answers + "}")
        .at("/result/content/0/text").textValue()).contains("state-ok");
    assertThat(call("test_input_required_result_tampered_state", "{'elicitation':{}}",
        "{'requestState':'" + state + "-TAMPERED'," + answers + "}").has("error")).isTrue();
  }

  @Test
  void a_client_that_lacks_what_a_tool_needs_is_told_what() {
    JsonNode reply = call("test_missing_capability", "{}", "{}");

    assertThat(reply.at("/error/code").intValue()).as(reply.toString()).isEqualTo(-32021);
    assertThat(reply.at("/error/data/requiredCapabilities")).isEqualTo(params("{'sampling':{}}"));
  }

  @Test
  void an_older_client_gets_what_its_revision_knows() {
    LegacyClient old = LegacyClient.open(all, "2025-03-26");

    JsonNode prompt = old.request(2, "prompts/list", Json.object()).json().at("/result/prompts");
    JsonNode resource = old.request(3, "resources/list", Json.object()).json().at("/result/resources");
    assertThat(prompt.findValue("title")).isNull();
    assertThat(resource.findValue("title")).isNull();
    McpClient.Reply missing = old.request(4, "resources/read", Json.object().put("uri", "test://nothing"));
    assertThat(missing.code()).as(missing.text()).isEqualTo(-32002);
  }

  @Test
  void the_literal_schema_is_listed_as_it_was_written() {
    JsonNode tool = ask(all, "tools/list", "{}").json().at("/result/tools");
    JsonNode schema = null;
    for (JsonNode one : tool) {
      assertThat(one.path("description").textValue()).as(one.path("name").textValue()).isNotEmpty();
      schema = one.path("name").textValue().equals("json_schema_2020_12_tool") ? one.get("inputSchema") : schema;
    }

    assertThat(schema.fieldNames()).toIterable()
        .containsExactly("$schema", "type", "$defs", "properties", "allOf", "if", "then", "else", "additionalProperties");
    assertThat(schema.at("/$defs/address/$anchor").textValue()).isEqualTo("addressDef");
  }
}
