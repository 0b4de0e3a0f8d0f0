package dev.gatehouse.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator reads about a plugin that cannot be loaded. */
final class PluginFaultTest {

  private static final String GOOD = PluginJars.plugin("@Tool public String ping() { return \"pong\"; }");

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @Test
  void a_jar_that_is_no_zip() throws IOException {
    Path jar = Files.writeString(plugins.dir().resolve("fixture.jar"), "not a zip");

    assertThat(refusal(jar)).contains("is not a whole jar").contains("copy it again");
  }

  @Test
  void a_truncated_jar() throws IOException {
    Path jar = PluginJars.jar(plugins.dir(), "fixture", GOOD);
    byte[] bytes = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(refusal(jar)).contains("is not a whole jar").contains("copy it again");
  }

  @Test
  void an_empty_file() throws IOException {
    assertThat(refusal(Files.createFile(plugins.dir().resolve("fixture.jar")))).endsWith("is empty; copy it again");
  }

  @Test
  void a_jar_that_has_gone() {
    assertThat(refusal(plugins.dir().resolve("fixture.jar"))).endsWith("is not there; copy it again");
  }

  @Test
  void a_broken_jar_in_a_folder_is_the_one_named() throws IOException {
    Path folder = plugins.dir().resolve("folder");
    PluginJars.jar(folder, "good", GOOD);
    Path bad = Files.writeString(folder.resolve("bad.jar"), "not a zip");

    assertThat(refusal(folder)).startsWith(bad + " is not a whole jar");
  }

  @Test
  void no_service_file() {
    assertThat(refusal(PluginJars.of(GOOD).withoutServices())).contains("has no META-INF/services/dev.gatehouse.spi.Plugin");
  }

  @Test
  void a_service_file_without_a_name() {
    assertThat(refusal(PluginJars.of(GOOD).services("# nobody"))).contains("names no class");
  }

  @Test
  void two_entry_classes() {
    assertThat(refusal(PluginJars.of(GOOD).services("fixture.Fixture", "fixture.Other")))
        .contains("names more than one class").contains("(fixture.Fixture, fixture.Other)");
  }

  @Test
  void two_versions_of_one_jar() throws IOException {
    Path folder = Files.createDirectory(plugins.dir().resolve("both"));
    PluginJars.of(GOOD).jar(folder, "fixture-1");
    PluginJars.of(GOOD).jar(folder, "fixture-2");

    assertThat(refusal(folder)).endsWith(" names fixture.Fixture in fixture-1.jar and again in fixture-2.jar; remove the older of the two");
  }

  @Test
  void an_entry_class_that_is_missing() {
    assertThat(refusal(PluginJars.of(GOOD).services("fixture.Gone # oops"))).contains("names fixture.Gone")
        .contains("holds no such class");
  }

  @Test
  void an_entry_class_that_is_no_plugin() {
    assertThat(refusal(PluginJars.of(GOOD).services("java.lang.String")))
        .contains("java.lang.String").contains("does not implement dev.gatehouse.spi.Plugin");
  }

  @Test
  void an_entry_class_that_is_not_public() {
    assertThat(refusal(PluginJars.of("import dev.gatehouse.spi.*; class Hidden implements Plugin { public Hidden() {} }")))
        .contains("Hidden, which must be public and not abstract");
  }

  @Test
  void a_private_constructor() {
    assertThat(refusalOf("private Fixture() {}")).contains("fixture.Fixture without a public constructor that takes nothing");
  }

  @Test
  void no_constructor_without_arguments() {
    assertThat(refusalOf("public Fixture(int size) {}")).contains("without a public constructor that takes nothing");
  }

  @Test
  void a_constructor_that_throws() {
    assertThat(refusalOf("public Fixture() { throw new IllegalStateException(\"no\\n  luck\"); }"))
        .endsWith("is refused by its own code: the constructor of fixture.Fixture threw IllegalStateException: no luck");
  }

  @Test
  void a_static_initializer_that_throws() {
    assertThat(refusalOf("static final int SIZE = Integer.parseInt(\"x\");"))
        .contains("a static initializer, run for the constructor of fixture.Fixture, threw NumberFormatException");
  }

  @Test
  void a_start_that_throws() {
    assertThat(refusalOf("public void start(PluginContext c) throws Exception { throw new Exception(\"set 'url'\"); }"))
        .endsWith("is refused by its own code: fixture.Fixture.start threw Exception: set 'url'");
  }

  @Test
  void features_that_throw() {
    assertThat(refusalOf("public List<Object> features() { throw new Error(); }"))
        .endsWith("fixture.Fixture.features threw Error");
  }

  @Test
  void nothing_to_serve() {
    assertThat(refusalOf("public String ping() { return \"\"; }")).contains("has nothing to serve");
    assertThat(refusalOf("public List<Object> features() { return null; }")).contains("has nothing to serve");
  }

  @Test
  void classes_for_a_newer_java() {
    int running = Runtime.version().feature();

    assertThat(refusal(PluginJars.of(GOOD).markedForJava(running + 1))).contains("needs Java " + (running + 1)
        + ", and this is Java " + running);
  }

  @Test
  void a_class_of_the_host() {
    String uses = PluginJars.plugin("io.vertx.core.Vertx vertx = io.vertx.core.Vertx.vertx();");

    assertThat(refusal(PluginJars.of(uses).against(Vertx.class))).contains("needs the class io.vertx.core.Vertx")
        .contains("a plugin sees only the JDK, dev.gatehouse.spi and its own jars");
  }

  @Test
  void a_library_left_out_of_the_jar_and_met_in_a_signature() {
    String uses = PluginJars.plugin("@Tool public String a() { return \"\"; } public lib.Lib lib() { return null; }");

    assertThat(refusal(PluginJars.of("package lib; public class Lib {}", uses).without("lib/Lib.class")))
        .contains("needs the class lib.Lib");
  }

  @Test
  void a_bad_tool_name() {
    assertThat(refusalOf("@Tool(name = \"a b\") public void run() {}"))
        .contains("fixture.Fixture.run").contains("tool name 'a b' must be 1 to 128 of A-Z a-z 0-9 _ - .");
  }

  @Test
  void two_tools_of_one_name() {
    assertThat(refusalOf("@Tool public void run() {} @Tool public void run(int n) {}"))
        .contains("has two tools named 'run', fixture.Fixture.run and fixture.Fixture.run");
  }

  @Test
  void a_tool_method_that_is_private() {
    assertThat(refusalOf("@Tool private void run() {}")).contains("fixture.Fixture.run, which must not be private or static");
  }

  @Test
  void a_tool_method_that_is_static() {
    assertThat(refusalOf("@Tool public static void run() {}")).contains("must not be private or static");
  }

  @Test
  void a_parameter_without_a_json_form() {
    assertThat(refusalOf("@Tool public void run(Thread thread) {}"))
        .contains("fixture.Fixture.run, whose parameter 'thread' is a java.lang.Thread, which has no JSON form here");
  }

  @Test
  void a_record_component_without_a_json_form() {
    assertThat(refusalOf("public record R(List<Thread> threads) {} @Tool public void run(R r) {}")).contains("parameter 'r' holds"
        + " the record fixture.Fixture$R, whose component 'threads' is a java.lang.Thread");
  }

  @Test
  void a_result_without_a_json_form() {
    assertThat(refusalOf("@Tool public Thread run() { return null; }")).contains("whose result is a java.lang.Thread");
  }

  @Test
  void parameters_without_names() {
    assertThat(refusal(PluginJars.of(PluginJars.plugin("@Tool public void run(int n) {}")).withoutParameterNames()))
        .contains("compile with -parameters, or name it by @ToolArg(name = …)");
  }

  @Test
  void two_arguments_of_one_name() {
    assertThat(refusalOf("@Tool public void run(int n, @ToolArg(name = \"n\") int m) {}"))
        .contains("two arguments named 'n'");
  }

  @Test
  void a_literal_schema_that_is_none() {
    assertThat(refusalOf("@Tool(inputSchema = \"{\\\"type\\\":\\\"object\\\",\\\"required\\\":\\\"n\\\"}\") public void run(int n) {}"))
        .contains("fixture.Fixture.run: its inputSchema is no JSON Schema 2020-12 (/required ");
    assertThat(refusalOf("@Tool(outputSchema = \"{\\\"properties\\\":{\\\"a\\\":5}}\") public ToolResponse run() { return null; }"))
        .contains("fixture.Fixture.run: its outputSchema is no JSON Schema 2020-12 (/properties/a ");
  }

  @Test
  void a_default_of_the_wrong_type() {
    assertThat(refusalOf("@Tool public void run(@ToolArg(defaultValue = \"1.5\") int n) {}"))
        .contains("whose parameter 'n' has the defaultValue \"1.5\", but it must be an integer");
    assertThat(refusalOf("@Tool public void run(@ToolArg(defaultValue = \"ten\") int n) {}"))
        .contains("has the defaultValue \"ten\", which is not JSON");
  }

  @Test
  void a_default_that_its_schema_does_not_allow() {
    assertThat(refusalOf("public record R(int a) {} @Tool public void run(@ToolArg(defaultValue = \"{\\\"a\\\":1,\\\"b\\\":2}\") R r) {}"))
        .contains("whose parameter 'r' has the defaultValue \"{\"a\":1,\"b\":2}\", but 'b' is unknown");
    assertThat(refusalOf("public record R(int a) {} @Tool public void run(@ToolArg(defaultValue = \"{\\\"a\\\":true}\") R r) {}"))
        .contains("but /a: must be a number");
    assertThat(refusalOf("@Tool public void run(@ToolArg(defaultValue = \"a/b\") URI uri) {}")).contains("but it must be a uri such as");
  }

  @Test
  void a_default_that_the_constructor_of_its_record_refuses() {
    assertThat(refusalOf("public record R(int a) { public R { if (a < 1) throw new IllegalStateException(\"one!\"); } }"
        + " @Tool public void run(@ToolArg(defaultValue = \"{\\\"a\\\":0}\") R r) {}"))
        .contains("parameter 'r' has the defaultValue").contains("for which its type throws java.lang.IllegalStateException: one!");
  }

  @Test
  void two_components_of_one_name() {
    assertThat(refusalOf("public record R(@ToolArg(name = \"x\") int a, @ToolArg(name = \"x\") int b) {} @Tool public void run(R r) {}"))
        .contains("component 'b' goes by the name 'x', as one before it does");
  }

  @Test
  void an_enum_without_constants() {
    assertThat(refusalOf("public enum None {} @Tool public void run(None it) {}")).contains("an enum without constants");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "@Tool public void run(@PromptArg(description = \"d\") String a) {}                                   | PromptArg, which is for methods with @Prompt",
      "@Prompt public String run(@ToolArg(required = false) String a) { return a; }                        | ToolArg, which is for methods with @Tool",
      "@ResourceTemplate(uriTemplate = \"a://{a}\") public String run(@CompleteArg(name = \"a\") String a) { return a; } | CompleteArg, which is for",
  })
  void a_parameter_with_the_annotation_of_another_kind_of_method(String body, String words) {
    assertThat(refusalOf(body)).contains("fixture.Fixture.run, whose parameter 'a' has @" + words);
  }

  @Test
  void a_method_of_two_kinds_may_have_the_annotations_of_both() throws Exception {
    assertThat(plugins.load("@Tool @Prompt public String run(@ToolArg(description = \"d\") @PromptArg(description = \"d\") String a)"
        + " { return a; }").tools()).hasSize(1);
  }

  /** Who calls is the host's to say, never the caller's. */
  @ParameterizedTest
  @ValueSource(strings = {"Optional<Caller>", "List<Caller>", "Trusted", "Map<String, TraceContext>", "Who"})
  void what_the_host_supplies_within_an_argument(String type) {
    assertThat(
        refusalOf("public sealed interface Who permits Trusted {} public record Trusted(Caller caller, String text) implements Who {}"
            + " @Tool public void run(" + type + " it) {}"))
        .contains("parameter 'it' holds a dev.gatehouse.spi.").contains("not for callers to send");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Elicitation", "Sampling", "Roots"})
  void a_method_that_must_not_wait_and_asks_by_waiting(String type) {
    for (String method : List.of("@Tool public CompletionStage<String> run", "@Tool(blocking = false) public String run",
        "@Prompt(blocking = false) public String run")) {
      assertThat(refusalOf(method + "(" + type + " ask) { return null; }"))
          .contains("parameter 'ask' is of type " + type + ", which waits for the answer").contains("askAsync");
    }
  }

  @Test
  void the_answer_of_another_kind_of_method() {
    assertThat(refusalOf("@Tool public PromptResponse run() { return null; }")).contains("PromptResponse, which is no answer of a tool");
  }

  @Test
  void a_completion_of_what_there_is_not() {
    assertThat(refusalOf("@ResourceTemplate(uriTemplate = \"a://{b}\") public String page(String b) { return b; }"
        + " @CompleteResourceTemplate(\"a://{b}\") public List<String> run(String b) { return null; }"))
        .endsWith("completes the resource template 'a://{b}', but there is none of that name; there is page");
    assertThat(refusalOf("@CompletePrompt(\"p\") public List<String> run(String b) { return null; }")).endsWith("there is none at all");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{'type':'object','properties':{'n':{'pattern':'(?i)a'}}}      | has the pattern \"(?i)a\" at /properties/n, which clients, by ECMA-262",
      "{'type':'object','properties':{'n':{'pattern':'[a'}}}         | has the pattern \"[a\" at /properties/n, which is no regular expression (",
      "{'type':'object','patternProperties':{'^a++$':{}}}            | has the pattern \"^a++$\", which clients, by ECMA-262",
      "{'type':'object','properties':{'n':{'anyOf':[{'items':{'propertyNames':{'pattern':'a{'}}}]}}} | at /properties/n/anyOf/0/items/propertyNames",
      "{'type':'object','properties':{'n':{'minlength':3}}}          | has 'minlength' at /properties/n, which is no keyword of JSON Schema; did you mean 'minLength'?",
      "{'type':'object','properties':{'m':{}}}                       | has no property 'n', which is one of its arguments",
      "{'type':'object','$schema':'http://json-schema.org/draft-04/schema#','properties':{'n':{}}} | is written in http://json-schema.org/draft-04/schema#; write it in one of http://json-schema.org/draft-07/schema#, https://json-schema.org/draft/2019-09/schema, https://json-schema.org/draft/2020-12/schema, the last of which",
      "{'type':'object','$schema':'http://json-schema.org/draft-07/schema#','properties':{'n':{'exclusiveMinimum':true}}} | is no JSON Schema draft-07 (/properties/n",
      "{'type':'object','$schema':'http://json-schema.org/draft-07/schema#','properties':{'n':{'items':[{'minlength':1}]}}} | has 'minlength' at /properties/n/items/0",
      "{'type':'object','$schema':'http://json-schema.org/draft-07/schema#','dependencies':{'n':{'properties':{'n':{'minlength':1}}}}} | has 'minlength' at /dependencies/n/properties/n",
      "{'type':'object','$schema':'https://json-schema.org/draft/2019-09/schema','properties':{'n':{'dependentRequired':7}}} | is no JSON Schema 2019-09 (/properties/n",
      "{'type':'object','$schema':'https://json-schema.org/draft/2019-09/schema','$recursiveRef':'#','properties':{'n':{}}} | has a $ref that leads back to itself",
      "{                                                             | is not JSON (Unexpected end-of-input: expected close marker for Object (start marker at line: 1, column: 1))",
  })
  void a_literal_schema_that_callers_cannot_use(String schema, String words) {
    assertThat(
        refusalOf("@Tool(inputSchema = \"" + schema.replace("'", "\\\"") + "\") public void run(@ToolArg(required = false) Object n) {}"))
        .contains("fixture.Fixture.run: its inputSchema " + (words.startsWith("at") ? "has the pattern \"a{\" " : "") + words);
  }

  @Test
  void a_literal_schema_may_hold_what_looks_like_a_pattern() throws Exception {
    String schema =
        "{'type':'object','properties':{'pattern':{'default':{'pattern':'(?i)a','minlength':1},'pattern':'^[a-z]$','x-order':1},'minlength':{}},'$schema':'https://json-schema.org/draft/2020-12/schema'}";

    plugins
        .load("@Tool(inputSchema = \"" + schema.replace("'", "\\\"") + "\") public void run(@ToolArg(required = false) Object pattern) {}");
  }

  @Test
  void an_optional_primitive_without_a_default() {
    assertThat(refusalOf("@Tool public void run(@ToolArg(required = false) int n) {}"))
        .contains("whose parameter 'n' need not be given, but its type has no null");
  }

  @Test
  void all_faults_of_a_plugin_at_once() {
    assertThat(refusalOf("@Tool public Thread a(Thread one, Process two) { return null; } @Tool static void b() {}"
        + " @Tool(inputSchema = \"{\", outputSchema = \"[]\") public Map<String, Object> c() { return null; }"
        + " @Prompt public int d(int three, long four) { return 1; } @CompletePrompt(\"d\") public String e(String three) { return three; }"
        + " @Resource(uri = \"x\") public String f() { return \"\"; } @Tool(name = \"good\") public void g() {} @Tool(name = \"good\") public void h() {}"))
        .contains("parameter 'one' is a java.lang.Thread",
            "; it also has the tool method fixture.Fixture.a, whose parameter 'two' is a java.lang.Process",
            "; it also has the tool method fixture.Fixture.a, whose result is a java.lang.Thread", "fixture.Fixture.b, which must not be",
            "its inputSchema is not JSON", "its outputSchema must be", "parameter 'three' must be a String",
            "parameter 'four' must be a String",
            "must begin with a scheme", "has two tools named 'good'")
        .doesNotContain("there is none of that name", "there is none at all")
        .containsOnlyOnce("which has no JSON form here; use String, boolean, a number");
  }

  /** There is no Kotlin here: a method of its compiler's is made by patching the class file. */
  @Test
  void a_name_that_kotlin_made_up_for_a_value_class() throws Exception {
    assertThat(refusal(PluginJars.of(PluginJars.plugin("@Tool public void greet_4Xy(String id) {}")).replacing("greet_4Xy", "greet-4Xy")))
        .contains(
            "has the tool method fixture.Fixture.greet-4Xy, whose name Kotlin has made up since it takes or returns a value class; give"
                + " it a name in @Tool");
    assertThat(plugins.load(PluginJars.of(PluginJars.plugin("@Tool(name = \"greet\") public void greet_4Xy(String id) {}"))
        .replacing("greet_4Xy", "greet-4Xy").jar(plugins.dir(), "named")).tools().get(0).key().name()).isEqualTo("greet");
  }

  private String refusalOf(String body) {
    return refusal(PluginJars.of(PluginJars.plugin(body)));
  }

  private String refusal(PluginJars jar) {
    return refusal(jar.jar(plugins.dir(), "fixture"));
  }

  private String refusal(Path jar) {
    return plugins.refusal(jar);
  }
}
