package dev.gatehouse.plugin;

import static dev.gatehouse.plugin.Recorder.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an annotation narrows is in the schema, is told when it is broken, and must make sense. */
final class ConstraintTest {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "@Min(1) int                                  | {'type':'integer','minimum':1,'maximum':2147483647}",
      "@Min(-3000000000L) @Max(3) int               | {'type':'integer','minimum':-2147483648,'maximum':3}",
      "@Min(1) @Max(9007199254740993L) long         | {'type':'integer','minimum':1,'maximum':9007199254740993}",
      "@Max(5) Byte                                 | {'type':'integer','minimum':-128,'maximum':5}",
      "@DecimalMin(~0.5~) double                    | {'type':'number','minimum':0.5}",
      "@DecimalMin(value = ~0~, inclusive = false) @DecimalMax(~0.10~) BigDecimal | {'type':'number','exclusiveMinimum':0,'maximum':0.1}",
      "@DecimalMax(value = ~1~, inclusive = false) @Min(0) float | {'type':'number','minimum':0,'exclusiveMaximum':1}",
      "@DecimalMin(~0.5~) @DecimalMax(value = ~3~, inclusive = false) short | {'type':'integer','minimum':1,'maximum':2}",
      "@Min(1) @DecimalMin(~2~) BigInteger          | {'type':'integer','minimum':2}",
      "@Size(min = 3) String                        | {'type':'string','minLength':3}",
      "@Size(min = 0, max = 5) CharSequence         | {'type':'string','maxLength':5}",
      "@Size String                                 | {'type':'string'}",
      "@Size(min = 1, max = 2) List<String>         | {'type':'array','items':{'type':'string'},'minItems':1,'maxItems':2}",
      "@Size(max = 2) String[]                      | {'type':'array','items':{'type':'string'},'maxItems':2}",
      "@Size(min = 2) Set<Boolean>                  | {'type':'array','items':{'type':'boolean'},'uniqueItems':true,'minItems':2}",
      "@Size(max = 2) Map<String, Boolean>          | {'type':'object','additionalProperties':{'type':'boolean'},'maxProperties':2}",
      "@Pattern(regexp = ~[A-Z]+~) String           | {'type':'string','pattern':'^(?:[A-Z]+)$'}",
      "@Pattern(regexp = ~^[A-Z]+$~) String         | {'type':'string','pattern':'^[A-Z]+$'}",
      "@Pattern(regexp = ~^a!b$~) String            | {'type':'string','pattern':'^(?:^a!b$)$'}",
      "List<@Size(max = 10) @Pattern(regexp = ~a*~) String> | {'type':'array','items':{'type':'string','maxLength':10,'pattern':'^(?:a*)$'}}",
      "Map<String, List<@Min(0) Long>>              | {'type':'object','additionalProperties':{'type':'array','items':{'type':'integer','minimum':0}}}",
      "List<@Min(1) Long>[]                         | {'type':'array','items':{'type':'array','items':{'type':'integer','minimum':1}}}",
      "String @Size(max = 3) [] @Size(max = 4) []   | {'type':'array','items':{'type':'array','items':{'type':'string'},'maxItems':4},'maxItems':3}",
      "@Pattern(regexp = ~[\\\\w.-]+@(a!b)\\\\1{2,}?\\\\p{Lu}[^$\\\\]-]~) String | {'type':'string','pattern':'^(?:[\\\\w.-]+@(a!b)\\\\1{2,}?\\\\p{Lu}[^$\\\\]-])$'}",
      "List<@Size(min = 1) String @Size(max = 2) []> | {'type':'array','items':{'type':'array','items':{'type':'string','minLength':1},'maxItems':2}}",
  })
  void a_constraint_is_in_the_schema(String type, String schema) throws Exception {
    JsonNode input = plugins.info("@Tool public void run(" + java(type) + " it) {}").inputSchema();

    assertThat(input.at("/properties/it")).hasToString(java(schema.replace('\'', '"')));
  }

  @Test
  void an_optional_is_narrowed_in_what_it_holds() throws Exception {
    JsonNode input = plugins.info("@Tool public void run(@Size(min = 2) Optional<String> a, Optional<@Max(3) Long> b,"
        + " @Min(1) Optional<@Max(3) Long> c) {}").inputSchema();

    assertThat(input)
        .hasToString(json("{'type':'object','properties':{'a':{'type':'string','minLength':2},'b':{'type':'integer','maximum':3},"
            + "'c':{'type':'integer','minimum':1,'maximum':3}},'additionalProperties':false}").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "public static class Base<T> { @Tool public void run(T it) {} } public static class Sub extends Base<@Size(max = 2) String> {}",
      "public interface Base<T> { @Tool default void run(T it) {} } public static class Sub implements Base<@Size(max = 2) String> {}",
      "public static class Sub { @Tool public <T extends @Size(max = 2) String> void run(T it) {} }",
      "public static class Base<@Size(max = 2) T> { @Tool public void run(T it) {} } public static class Sub extends Base<String> {}",
  })
  void what_a_variable_stands_for_brings_its_constraints(String types) throws Exception {
    JsonNode input = plugins.info(types + " public List<Object> features() { return List.of(new Sub()); }").inputSchema();

    assertThat(input.at("/properties/it")).isEqualTo(json("{'type':'string','maxLength':2}"));
  }

  @Test
  void a_constraint_is_of_the_place_and_not_of_the_type() throws Exception {
    JsonNode input = plugins.info("""
        public record Box<T>(T value, @Size(max = 4) String label) {}
        @Tool public void run(Box<String> a, Box<@Size(max = 2) String> b, String c, @Size(max = 9) String d) {}""").inputSchema();

    assertThat(input.at("/properties/a/properties/value")).isEqualTo(json("{'type':'string'}"));
    assertThat(input.at("/properties/b/properties/value")).isEqualTo(json("{'type':'string','maxLength':2}"));
    assertThat(input.at("/properties/b/properties/label")).isEqualTo(json("{'type':'string','maxLength':4}"));
    assertThat(input.at("/properties/c")).isEqualTo(json("{'type':'string'}"));
    assertThat(input.at("/properties/d")).isEqualTo(json("{'type':'string','maxLength':9}"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "@Min(5) int                          | 4                | /it: must be at least 5",
      "@Max(9007199254740993L) long         | 9007199254740994 | /it: must be at most 9007199254740993",
      "@DecimalMin(~0.3~) double            | 0.29999999999999999 | /it: must be at least 0.3",
      "@DecimalMin(value = ~0~, inclusive = false) BigDecimal | 0 | /it: must be more than 0",
      "@DecimalMax(value = ~0.5~, inclusive = false) double   | 0.5 | /it: must be less than 0.5",
      "@Size(min = 3) String                | 'ab'             | /it: must have at least 3 characters",
      "@Size(max = 1) String                | 'ab'             | /it: must have at most 1 character",
      "@Size(min = 2) List<String>          | ['a']            | /it: must have at least 2 items",
      "@Size(max = 1) String[]              | ['a','b']        | /it: must have at most 1 item",
      "@Size(min = 1) Map<String, Boolean>  | {}               | /it: must have at least 1 member",
      "@Size(max = 0) Map<String, Boolean>  | {'a':true}       | /it: must have at most 0 members",
      "@Pattern(regexp = ~[A-Z]{3}~) String | 'abcd'           | /it: must match the regular expression ^(?:[A-Z]{3})$",
      "@Pattern(regexp = ~[A-Z]{3}~) String | 'ABC\\n'         | /it: must match the regular expression ^(?:[A-Z]{3})$",
      "List<@Size(max = 1) String>          | ['a','bb','cc']  | /it/1: must have at most 1 character⏎- /it/2: must have at most 1 character",
      "@Size(min = 2) Optional<@Pattern(regexp = ~a*~) String> | 'b' | /it: must have at least 2 characters⏎- "
          + "/it: must match the regular expression ^(?:a*)$",
  })
  void a_violation_has_its_words(String type, String value, String words) throws Exception {
    ToolResult result = call("@Tool public void run(" + java(type) + " it) {}", "{'it':" + value + "}");

    assertThat(result.isError()).isTrue();
    assertThat(Fixtures.text(result)).isEqualTo("The arguments of run are not valid:\n- " + words.replace("⏎", "\n"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "@Min(5) int                          | 5",
      "@DecimalMin(~0.3~) double            | 0.3",
      "@Size(min = 2, max = 2) String       | '\uD83D\uDE00\uD83D\uDE00'",
      "@Size(min = 2) Optional<String>      | null",
      "@Pattern(regexp = ~[A-Z]{3}~) String | 'ABC'",
      "@Pattern(regexp = ~a!bc~) String     | 'bc'",
  })
  void what_is_just_allowed_passes(String type, String value) throws Exception {
    assertThat(call("@Tool public void run(" + java(type) + " it) {}", "{'it':" + value + "}").isError()).isFalse();
  }

  @Test
  void all_that_is_wrong_in_nested_records_is_said_at_once() throws Exception {
    String body = """
        public record Line(@Size(min = 3) String article, @Min(1) @Max(99) int count) {}
        public record Order(@Pattern(regexp = "[A-Z]{2}") String country, @Size(min = 1) List<Line> lines, Optional<Line> gift) {}
        @Tool public void run(Order order) {}""";

    ToolResult result = call(body, "{'order':{'country':'x','lines':[{'article':'ab','count':0}],'gift':{'article':'abc','count':100}}}");

    assertThat(Fixtures.text(result)).isEqualTo("""
        The arguments of run are not valid:
        - /order/country: must match the regular expression ^(?:[A-Z]{2})$
        - /order/lines/0/article: must have at least 3 characters
        - /order/lines/0/count: must be at least 1
        - /order/gift/count: must be at most 99""");
  }

  @Test
  void a_schema_of_the_authors_own_does_not_lift_a_constraint() throws Exception {
    String body =
        "@Tool(inputSchema = ^{\\^type\\^:\\^object\\^}^) public void run(@Max(3) int n, @Size(min = 2) String s) {}".replace('^', '"');

    assertThat(Fixtures.text(call(body, "{'n':4,'s':'x'}"))).endsWith(
        "\n- /n: must be at most 3\n- /s: must have at least 2 characters");
    assertThat(call(body, "{'n':3,'s':'xx'}").isError()).isFalse();
  }

  @Test
  void a_record_that_a_program_declares_brings_its_constraints() throws Exception {
    String body = "public record Line(@Max(99) int count) {} public void start(PluginContext c) { c.tools().newTool(\"run\")"
        + ".addArgument(\"line\", \"\", true, Line.class).setHandler(a -> ToolResponse.success(\"ok\")).register(); }";

    assertThat(Fixtures.text(call(body, "{'line':{'count':100}}"))).endsWith("- /line/count: must be at most 99");
  }

  @Test
  void what_goes_out_is_held_to_it_too() throws Exception {
    String body = """
        public record Line(@Size(max = 2) String article, @Min(1) int count) {}
        @Tool public List<Line> none() { return List.of(); }
        @Tool public Line one(String article, int count) { return new Line(article, count); }
        @Tool(structuredContent = true) public @Size(min = 1) List<@Max(9) Integer> many(int... numbers) {
          List<Integer> all = new ArrayList<>();
          for (int number : numbers) all.add(number);
          return all;
        }
        @Tool public CompletionStage<Optional<Line>> later(int count) {
          return CompletableFuture.completedFuture(Optional.of(new Line(null, count)));
        }""";
    LoadedPlugin plugin = plugins.load(body);
    ToolInfo one = Fixtures.info(plugin, "one");

    assertThat(one.outputSchema()).hasToString(json("{'type':'object','properties':{'article':{'type':'string','maxLength':2},"
        + "'count':{'type':'integer','minimum':1,'maximum':2147483647}},'required':['count']}").toString());
    assertThat(call(plugin, "one", "{'article':'ab','count':1}").structuredContent()).hasToString("{\"article\":\"ab\",\"count\":1}");
    assertThatThrownBy(() -> call(plugin, "one", "{'article':'abc','count':1}")).isInstanceOf(IllegalStateException.class)
        .hasMessage("tool 'one' answered what its output schema does not allow: /article: must have at most 2 characters");
    assertThat(call(plugin, "many", "{'numbers':[9]}").structuredContent()).hasToString("[9]");
    assertThatThrownBy(() -> call(plugin, "many", "{'numbers':[]}")).hasMessageEndingWith("must have at least 1 item");
    assertThatThrownBy(() -> call(plugin, "many", "{'numbers':[9,10]}")).hasMessageEndingWith("/1: must be at most 9");
    assertThat(call(plugin, "later", "{'count':1}").structuredContent()).hasToString("{\"count\":1}");
    assertThatThrownBy(() -> call(plugin, "later", "{'count':0}")).hasMessageEndingWith("/count: must be at least 1");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "@Min(1) String it                     | whose parameter 'it' has @Min, but is a java.lang.String; @Min, @Max,",
      "@Size(max = 1) int it                 | whose parameter 'it' has @Size, but is a int;",
      "@Pattern(regexp = ~a~) List<String> it | has @Pattern, but is a java.util.List<java.lang.String>",
      "@Pattern(regexp = ~a~) String[] it    | has @Pattern, but is a java.lang.String[]",
      "@Size(max = 1) byte[] it              | has @Size, but is a byte[]",
      "@Pattern(regexp = ~D.*~) TimeUnit it  | has @Pattern, but is a java.util.concurrent.TimeUnit",
      "@Min(1) Object it                     | has @Min, but is a java.lang.Object",
      "@Min(1) Optional<Boolean> it          | has @Min, but is a java.lang.Boolean",
      "@Min(1) R it                          | has @Min, but is a fixture.Fixture$R",
      "@Min(5) @Max(4) int it                | whose parameter 'it' has @Min and @Max, which leaves no value of its type",
      "@Min(3000000000L) int it              | has @Min, which leaves no value of its type",
      "@DecimalMin(~1.2~) @DecimalMax(~1.8~) long it | has @DecimalMin and @DecimalMax, which leaves no value",
      "@Min(1) @DecimalMax(value = ~1~, inclusive = false) double it | has @Min and @DecimalMax, which leaves no value",
      "@DecimalMin(~1e400~) double it        | has @DecimalMin, which leaves no value",
      "@DecimalMin(~much~) double it         | has @DecimalMin(\"much\"), which is no number",
      "@DecimalMin(~1e999999999~) BigDecimal it | has @DecimalMin(\"1e999999999\"), which is no number of at most 1000 digits and an exponent from -1000 to 1000",
      "@Size(min = 2, max = 1) String it     | has @Size, which leaves no value",
      "@Size(min = -1) String it             | has @Size with a min of less than 0",
      "@Pattern(regexp = ~[a~) String it     | whose parameter 'it' has @Pattern(\"[a\"), which is no regular expression (Unclosed character class)",
      "@Pattern(regexp = ~a~) Optional<@Pattern(regexp = ~b~) String> it | has two @Pattern",
      "@ToolArg(defaultValue = ~4~) @Min(5) int it | whose parameter 'it' has the defaultValue \"4\", but it must be at least 5",
      "@ToolArg(defaultValue = ~1e1001~) BigDecimal it | has the defaultValue \"1e1001\", which is not JSON: it has a number that is out of range",
      "@ToolArg(defaultValue = ~1e999999999~) Object it | has the defaultValue \"1e999999999\", which is not JSON: it has a number",
      "@ToolArg(defaultValue = ~[1e-1001]~) List<Double> it | has the defaultValue \"[1e-1001]\", which is not JSON: it has a number",
      "@ToolArg(defaultValue = ~x~) @Pattern(regexp = ~y~) String it | has the defaultValue \"x\", but it must match the regular expression ^(?:y)$",
      "Map<@Size(max = 3) String, String> it | is a Map whose keys have @Size",
      "List<@Min(2) @Max(1) Integer> it      | whose parameter 'it' has @Min and @Max, which leaves no value",
      "@Min(1) Caller it                     | whose parameter 'it' has @Min, but is no argument",
      "D it                                  | whose parameter 'it' is a fixture.Fixture$D, whose declaration has @Min",
      "@Pattern(regexp = ~(?i)a~) String it  | has @Pattern(\"(?i)a\"), which clients, by ECMA-262",
      "@Pattern(regexp = ~a++~) String it    | by ECMA-262",
      "@Pattern(regexp = ~a{2}{3}~) String it | by ECMA-262",
      "@Pattern(regexp = ~{2}a~) String it   | by ECMA-262",
      "@Pattern(regexp = ~(?=a)*a~) String it | by ECMA-262",
      "@Pattern(regexp = ~a}~) String it     | by ECMA-262",
      "@Pattern(regexp = ~^*a~) String it    | by ECMA-262",
      "@Pattern(regexp = ~\\\\1~) String it    | by ECMA-262",
      "@Pattern(regexp = ~\\\\d\\\\-\\\\d~) String it | by ECMA-262",
      "@Pattern(regexp = ~\\\\p{Alpha}~) String it | by ECMA-262",
      "@Pattern(regexp = ~\\\\Aa\\\\z~) String it | by ECMA-262",
      "@Pattern(regexp = ~[\\\\w-.]~) String it | by ECMA-262",
      "@Pattern(regexp = ~[a-z&&[^b]]~) String it | by ECMA-262",
      "N it                                  | holds the record fixture.Fixture$N, whose component 'n' has @Max, but is a java.lang.String",
  })
  void a_constraint_that_makes_no_sense_refuses_the_plugin(String parameter, String words) {
    String body = "public record R(int n) {} public record N(@Max(1) String n) {} @Min(1) public record D(int n) {} @Tool public void run("
        + java(parameter) + ") {}";

    assertThatThrownBy(() -> plugins.load(body)).isInstanceOf(PluginException.class)
        .hasMessageContaining("has the tool method fixture.Fixture.run").hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "@Tool public @Size(max = 3) String run() { return null; }      | whose result has a constraint, but no schema that could say it",
      "@Tool public Optional<List<@Min(1) Long>> run() { return null; } | whose result has a constraint, but no schema that could say it",
      "@Prompt public String run(@Size(max = 3) String name) { return name; } | whose parameter 'name' has a constraint such as @Size; only",
  })
  void a_constraint_that_nothing_would_check_refuses_the_plugin(String body, String words) {
    assertThatThrownBy(() -> plugins.load(body)).isInstanceOf(PluginException.class).hasMessageContaining(words);
  }

  @Test
  void no_text_makes_a_pattern_take_for_ever() {
    String body = "@Tool public void run(@Pattern(regexp = \"(a+)+\") String it) {}";
    String deep = "@Tool public void run(@Pattern(regexp = \"(a|b)*\") String it) {}";

    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
      assertThat(call(body, "{'it':'" + "a".repeat(40) + "!'}").isError()).isTrue();
      assertThat(call(deep, "{'it':'" + "ab".repeat(200_000) + "'}").isError()).isTrue();
    });
    Assertions.assertDoesNotThrow(() -> assertThat(call(body, "{'it':'" + "a".repeat(1000) + "'}").isError()).isFalse());
  }

  /** What would end a column or a literal here. */
  private static String java(String text) {
    return text.replace('~', '"').replace('!', '|');
  }

  private ToolResult call(String body, String arguments) throws Exception {
    return plugins.call(body, arguments.replace('\'', '"'));
  }

  private static ToolResult call(LoadedPlugin plugin, String tool, String arguments) throws Exception {
    return Fixtures.call(plugin, tool, arguments.replace('\'', '"'));
  }
}
