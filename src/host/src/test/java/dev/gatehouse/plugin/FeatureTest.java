package dev.gatehouse.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.CompletionResult;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.InvalidArgumentsException;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.PromptInfo;
import dev.gatehouse.feature.PromptResult;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.feature.ResourceResult;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.feature.UnlistedInfo;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.spi.BlobResourceContents;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.PromptMessage;
import dev.gatehouse.spi.TextResourceContents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts, resources, templates and completions of annotated methods; tools with schemas of their author's own. */
final class FeatureTest {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  private PromptResult prompt(String body, Map<String, String> arguments) throws Exception {
    return (PromptResult) call(Fixtures.all(plugins.load(body), Kind.PROMPT).get(0), new CallParams.Texts(arguments));
  }

  private static Result call(Feature feature, CallParams params) throws Exception {
    return feature.body().call(Fixtures.callOf(feature.key(), params, ClientChannel.NONE)).toCompletableFuture().get();
  }

  private ResourceResult read(Feature resource, String uri) throws Exception {
    Map<String, String> variables = ((ResourceInfo) resource.info()).variables(ResourceUri.of(uri));
    return (ResourceResult) call(resource, new CallParams.Reading(ResourceUri.of(uri), variables));
  }

  private ResourceResult read(String body) throws Exception {
    return read(Fixtures.all(plugins.load(body), Kind.RESOURCE).get(0), "a:b");
  }

  @Test
  void a_prompt_is_told_and_filled_in() throws Exception {
    String body = "@Prompt(title = \"T\", description = \"D\") public String ask(@PromptArg(description = \"x\") String what,"
        + " Optional<String> how, @PromptArg(name = \"n\", defaultValue = \"1\") String times, Caller caller) {"
        + " return what + how + times + caller.tenant(); }";

    assertThat(Fixtures.all(plugins.load(body), Kind.PROMPT).get(0).info()).isEqualTo(new PromptInfo("ask", "T", "D", List.of(
        new PromptInfo.Argument("what", null, "x", true), new PromptInfo.Argument("how", null, "", false),
        new PromptInfo.Argument("n", null, "", false)), null));
    assertThat(prompt(body, Map.of("what", "a"))).isEqualTo(
        new PromptResult("D", List.of(PromptMessage.withUserRole("aOptional.empty1acme"))));
    assertThat(prompt(body, Map.of("what", "a", "how", "b", "n", "2")).messages()).containsExactly(
        PromptMessage.withUserRole("aOptional[b]2acme"));
  }

  @Test
  void what_a_prompt_lacks_is_named() {
    assertThatThrownBy(() -> prompt("@Prompt public String ask(String a, String b) { return a; }", Map.of()))
        .isInstanceOf(InvalidArgumentsException.class).hasMessage("Prompt 'ask' needs the arguments 'a', 'b'");
  }

  @Test
  void a_prompt_may_answer_messages_content_and_stages() throws Exception {
    assertThat(prompt("@Prompt public List<PromptMessage> p() { return List.of(PromptMessage.withAssistantRole(\"a\")); }", Map.of())
        .messages()).containsExactly(PromptMessage.withAssistantRole("a"));
    assertThat(prompt("@Prompt public ImageContent p() { return new ImageContent(\"\", \"image/png\"); }", Map.of()).messages())
        .containsExactly(PromptMessage.withUserRole(new ImageContent("", "image/png")));
    assertThat(prompt("@Prompt public CompletionStage<PromptResponse> p() { return CompletableFuture.completedFuture("
        + "new PromptResponse(\"d\", List.of())); }", Map.of())).isEqualTo(new PromptResult("d", List.of()));
  }

  @Test
  void a_resource_is_text_bytes_or_contents() throws Exception {
    assertThat(read("@Resource(uri = \"a:b\", mimeType = \"text/plain\") public String r() { return \"t\"; }").contents())
        .containsExactly(new TextResourceContents("a:b", "t", "text/plain"));
    assertThat(read("@Resource(uri = \"a:b\") public byte[] r(RequestUri uri) { return uri.value().getBytes(); }").contents())
        .containsExactly(new BlobResourceContents("a:b", "YTpi", null));
    assertThat(read("@Resource(uri = \"a:b\") public ResourceResponse r() { return ResourceResponse.of("
        + "new TextResourceContents(\"a:c\", \"t\", null)); }").contents()).containsExactly(new TextResourceContents("a:c", "t", null));
  }

  @Test
  void a_resource_that_is_not_there_says_so() {
    assertThatThrownBy(() -> read("@Resource(uri = \"a:b\") public String r() { throw new ResourceNotFoundException(\"gone\"); }"))
        .isInstanceOfSatisfying(DeclinedException.class, refused -> assertThat(refused.notFound()).isTrue()).hasMessage("gone");
    assertThatThrownBy(() -> read("@Resource(uri = \"a:b\") public String r() { return null; }"))
        .isInstanceOfSatisfying(DeclinedException.class, refused -> assertThat(refused.notFound()).isTrue());
  }

  @Test
  void a_template_gives_its_variables_by_name() throws Exception {
    Feature template = Fixtures.all(plugins.load("@ResourceTemplate(uriTemplate = \"db://{table}/{row}\") public String r(String row,"
        + " @ResourceTemplateArg(name = \"table\") String t, RequestUri uri) { return t + row + uri.value(); }"), Kind.TEMPLATE).get(0);

    assertThat(read(template, "db://t%20/7").contents()).containsExactly(new TextResourceContents("db://t%20/7", "t 7db://t%20/7", null));
    assertThat(((ResourceInfo) template.info()).name()).isEqualTo("r");
  }

  @Test
  void values_are_proposed() throws Exception {
    Feature completion = Fixtures.all(plugins.load("@Prompt public String ask(String city) { return city; }"
        + " @CompletePrompt(\"ask\") public List<String> c(@CompleteArg(name = \"city\") String so, CompleteContext context) {"
        + " return List.of(so + \"ris\", context.arguments().toString()); }"), Kind.COMPLETION).get(0);

    assertThat(completion.info()).isEqualTo(new UnlistedInfo(Key.completion("ask", "city")));
    assertThat(call(completion, new CallParams.Partial("pa", Map.of("a", "b"))))
        .isEqualTo(new CompletionResult(List.of("paris", "{a=b}"), 2, false));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "@Prompt public String p(int n) { return ^^; }                         | whose parameter 'n' must be a String",
      "@Prompt public int p() { return 1; }                                  | whose result must be a String, Content, PromptMessage",
      "@Prompt private String p() { return ^^; }                             | must not be private or static",
      "@Prompt(name=^a b^) public String p() { return ^^; }                  | prompt name 'a b' must be 1 to 128 of A-Z a-z 0-9 _ - .",
      "@Prompt public String gr\u00fc\u00dfe() { return ^^; }                         | must be 1 to 128 of A-Z a-z 0-9 _ - .",
      "@Resource(uri=^doc:a/../b^) public String p() { return ^^; }          | its uri 'doc:a/../b' has a dot segment",
      "@Resource(uri=^docs^) public String p() { return ^^; }                | must begin with a scheme, such as file:",
      "@Resource(uri=^doc:%zz^) public String p() { return ^^; }             | has a '%' that two hexadecimal digits do not follow",
      "@Resource(uri=^doc:%73^) public String p() { return ^^; } @Resource(uri=^DOC:s^) public String q() { return ^^; } | two resources at 'doc:s'",
      "@ResourceTemplate(uriTemplate=^doc:/./{a}^) public String p(String a) { return a; } | has a dot segment",
      "@Prompt(name=^x^) public String p() { return ^^; } @Prompt(name=^x^) public String q() { return ^^; } | two prompts named 'x'",
      "@Prompt public String p(RequestUri u) { return ^^; }                  | is of type RequestUri, which there is not here",
      "@Tool public String p(CompleteContext c) { return ^^; }               | is of type CompleteContext, which there is not here",
      "@Resource(uri=^b^) public String p() { return ^^; }                   | must begin with a scheme",
      "@Resource(uri=^a b^) public String p() { return ^^; }                 | which a URI may not hold",
      "@Resource(uri=^a:b^) public String p(String x) { return ^^; }         | has a fixed URI and so no arguments",
      "@Resource(uri=^a:b^) public int p() { return 1; }                     | whose result must be a String, byte[]",
      "@ResourceTemplate(uriTemplate=^a:{b}^) public String p() { return ^^; } | has no parameter for b",
      "@ResourceTemplate(uriTemplate=^a:{b}^) public String p(String c) { return ^^; } | is no variable of a:{b}",
      "@ResourceTemplate(uriTemplate=^a:b^) public String p() { return ^^; } | has no variable",
      "@Tool public void t() {} @CompletePrompt(^x^) public String p(String c) { return ^^; } | there is none of that name",
      "@Prompt public String x() { return ^^; } @CompletePrompt(^x^) public String p(String c) { return ^^; } | 'x' has no arguments",
      "@Prompt public String x(String c) { return c; } @CompletePrompt(^x^) public String p() { return ^^; } | exactly one String parameter",
      "@Prompt public String x(String c) { return c; } @CompletePrompt(^x^) public String p(String c, Elicitation e) { return c; } | is of type Elicitation",
      "@Tool(inputSchema=^{^) public void t() {}                             | its inputSchema is not JSON",
      "@Tool(inputSchema=^[]^) public void t() {}                            | its inputSchema must be a JSON object",
      "@Tool(inputSchema=^{}^) public void t() {}                            | must have \"type\": \"object\"",
      "@Tool public void t(@ToolArg(header=^A b^) String a) {}               | is not a header's name",
  })
  void what_cannot_be_served_is_refused_in_words(String body, String words) {
    assertThatThrownBy(() -> plugins.load(body.replace('^', '"'))).isInstanceOf(PluginException.class).hasMessageContaining(words);
  }

  @Test
  void a_schema_of_the_authors_own_is_listed_and_checked_as_it_is() throws Exception {
    LoadedPlugin plugin = plugins.load("@Tool(inputSchema = \"{\\\"type\\\":\\\"object\\\",\\\"properties\\\":{\\\"n\\\":{\\\"type\\\":"
        + "\\\"integer\\\",\\\"multipleOf\\\":5}},\\\"required\\\":[\\\"n\\\"]}\") public int run(int n) { return n; }");

    assertThat(((ToolInfo) plugin.tools().get(0).info()).inputSchema()).isEqualTo(
        Recorder.json("{'type':'object','properties':{'n':{'type':'integer','multipleOf':5}},'required':['n']}"));
    assertThat(Fixtures.text(plugin, "run", "{\"n\":10}")).isEqualTo("10");
    assertThat(Fixtures.call(plugin, "run", "{\"n\":11}").isError()).isTrue();
  }

  @Test
  void a_result_against_the_output_schema_is_a_fault() throws Exception {
    LoadedPlugin plugin = plugins.load("@Tool(outputSchema = \"{\\\"type\\\":\\\"object\\\",\\\"required\\\":[\\\"a\\\"]}\")"
        + " public Map<String, Object> run(boolean good) { return good ? Map.of(\"a\", 1) : Map.of(); }"
        + " @Tool(structuredContent = true) public List<Integer> nulls() { return Arrays.asList(1, null); }");

    assertThat(Fixtures.call(plugin, "run", "{\"good\":true}").structuredContent()).hasToString("{\"a\":1}");
    assertThatThrownBy(() -> Fixtures.call(plugin, "run", "{\"good\":false}")).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tool 'run' answered what its output schema does not allow");
    assertThatThrownBy(() -> Fixtures.call(plugin, "nulls", "{}")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_header_is_told_in_the_schema() throws Exception {
    assertThat(plugins.info("@Tool public void run(@ToolArg(header = \"Region\") String region) {}").headers().get(0).header())
        .isEqualTo("Mcp-Param-Region");
  }
}
