package dev.gatehouse.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.InvalidArgumentsException;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.load.LoadedPlugin;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that would cost out of proportion to their bytes, or make a check fail: each is answered, in words. */
final class HostileArgumentsTest {

  private static final int MANY = 300_000;

  /** A schema that holds each level against both alternatives, and so the 30th a billion times. */
  private static final String DOUBLED = """
      {'type':'object','properties':{'it':{'$ref':'#/$defs/a'}},'$defs':{'a':{'%s':[
        {'type':'array','items':{'$ref':'#/$defs/a'}},{'type':'array','items':{'$ref':'#/$defs/a'},'minItems':0}]}}}""";

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "'enum':[1,2]                     | 1e1000    | must be one of [1, 2]",
      "'enum':[1,2]                     | -1e-1000  | must be one of [1, 2]",
      "'enum':[[1],2]                   | [1e1000]  | must be one of [[1], 2]",
      "'const':7                        | 1e1000    | must be 7",
      "'not':{'const':1e3}              | 1000.0    | must not be 1E+3",
      "'minimum':5                      | -1e1000   | must be at least 5",
      "'maximum':5                      | 1e1000    | must be at most 5",
      "'type':'integer','maximum':5     | 18446744073709551617.0 | must be at most 5",
      "'type':'integer','minimum':5     | 18446744073709551617.0 | ok",
      "'type':'integer','exclusiveMaximum':5 | 1e1000 | must be less than 5",
      "'exclusiveMinimum':1e-1000       | 1e-1000   | must be more than 1E-1000",
      "'multipleOf':7                   | NINES     | must be a multiple of 7",
      "'multipleOf':9                   | NINES     | ok",
      "'multipleOf':1e-1000             | NINES     | ok",
      "'multipleOf':1e1000              | 1e-1000   | must be a multiple of 1E+1000",
      "'multipleOf':0.01                | 19.99     | ok",
      "'multipleOf':3                   | 9007199254740993 | ok",
      "'multipleOf':2                   | 9007199254740993 | must be a multiple of 2",
      "'type':'string'                  | 1e1000    | must be string, is number",
      "'type':'integer'                 | 1e-1000   | must be integer, is 0.000",
      "'type':'string','format':'duration' | 'P2147483647W' | must be a duration",
      "'type':'string','format':'hostname' | 'DOTS' | must be a hostname",
      "'type':'string','format':'regex' | 'LETTERS' | must be a regex",
      "'type':'string','format':'regex' | 'PARENS'  | must be a regex",
      "'type':'string','format':'email' | 'LETTERS' | must be an email",
      "'type':'string','format':'json-pointer' | 'LETTERS' | must be a json-pointer",
      "'type':'string','format':'uri-template' | 'LETTERS' | must be a uri-template",
      "'type':'string','pattern':'(a+)+$' | 'SOME!' | must match the regular expression",
      "'type':'array','items':{'pattern':'(.*)*b'} | ['SOME'] | must match the regular expression",
      "'patternProperties':{'(a+)+$':false} | {'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!':1} | ok",
      "'additionalProperties':false     | {'NAME':1} | is unknown",
      "'propertyNames':{'pattern':'^x'} | {'NAME':1} | whose name",
  })
  void a_schemas_keyword_stands_any_value(String keywords, String value, String words) throws Exception {
    LoadedPlugin plugin = plugins.load(tool("{'type':'object','properties':{'it':{" + keywords + "}}}"));

    assertAnswered(plugin, value, words);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "Period      | 'P2147483647W'  | must be a duration such as",
      "Period      | 'P-2147483648W' | must be a duration such as",
      "Period      | 'DIGITS'        | must be a duration such as",
      "Duration    | 'PTDIGITSS'     | must be a duration",
      "Instant     | '+9999999999-12-31T23:59:59Z' | must be a date-time",
      "ZoneId      | 'DIGITS'        | must be as in",
      "ZonedDateTime | '2026-01-31T12:00:00Z[LETTERS]' | must be a date-time",
      "UUID        | 'DIGITS'        | must be a uuid",
      "BigInteger  | 1e-1000         | must be integer",
      "BigDecimal  | 'DIGITS'        | must be number, is string",
      "long        | 1e1000          | must be an integer from",
      "int         | NINES           | must be at most 2147483647",
      "Object      | 1e1000          | must be a number that a double can hold",
      "List<Object> | [-1e309]       | must be a number that a double can hold",
      "Set<List<String>> | [COLLIDING] | has the same hash code as too many",
      "Set<Object> | [COLLIDING]     | has the same hash code as too many",
      "Set<String> | ['a','a']       | is there twice",
      "Map<String, List<Row>> | {'NAME':[ROWS]} | must be string, is null",
      "Map<String, List<Row>> | {'NAME':[ONES]} | must be string, is integer",
  })
  void a_java_type_stands_any_value(String type, String value, String words) throws Exception {
    assertAnswered(plugins.load("public record Row(String a, String b) {} @Tool public void run(" + type + " it) {}"), value, words);
  }

  private void assertAnswered(LoadedPlugin plugin, String value, String words) {
    ToolResult result = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60),
        () -> Fixtures.call(plugin, "run", "{\"it\":" + filled(value) + "}"));

    assertThat(Fixtures.text(result)).contains(words).doesNotContain("could not be checked").hasSizeLessThan(12_000);
    assertThat(result.isError()).isEqualTo(!words.equals("ok"));
  }

  /** With the long of it put in. */
  private static String filled(String value) {
    String rows = IntStream.range(0, 10_000).mapToObj(i -> "{'a':X,'b':'b'}").collect(Collectors.joining(","));
    return value.replace("NINES", "9".repeat(1000)).replace("DIGITS", "1".repeat(MANY)).replace("LETTERS", "a".repeat(MANY))
        .replace("SOME", "a".repeat(2_000)).replace("PARENS", "(".repeat(9_000)).replace("DOTS", "a.".repeat(4_900) + "com")
        .replace("NAME", "n".repeat(40_000))
        .replace("ROWS", rows.replace("X", "null")).replace("ONES", rows.replace("X", "1"))
        .replace("COLLIDING", value.contains("COLLIDING") ? colliding() : "").replace('\'', '"');
  }

  /** Lists of texts that have one hash code all. */
  private static String colliding() {
    return IntStream.range(0, 1 << 14).mapToObj(i -> IntStream.range(0, 14).mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining("", "['", "']"))).collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @ValueSource(strings = {"anyOf", "oneOf"})
  void alternatives_within_alternatives_have_an_end(String keyword) throws Exception {
    LoadedPlugin plugin = plugins.load(tool(DOUBLED.formatted(keyword)));

    assertAnswered(plugin, "[".repeat(8) + "]".repeat(8), keyword.equals("anyOf") ? "ok" : "fits 2");
    assertAnswered(plugin, "[".repeat(90) + "1" + "]".repeat(90), "would take too long to check against the schema");
  }

  /** Valid all of it, if there were time. The usual keywords are checked in one walk, which needs none. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"'items':{'multipleOf':1} | [INTS] | would take too long to check",
      "'pattern':'^a*$'           | 'LETTERS' | must match the regular expression"})
  void a_check_ends_with_the_call_that_wants_it(String keywords, String value, String words) throws Exception {
    LoadedPlugin plugin = plugins.load(tool("{'type':'object','properties':{'it':{" + keywords + "}}}"));
    String argument = value.replace("INTS", "1,".repeat(MANY) + "1");
    assertAnswered(plugin, argument, "ok");

    Thread.currentThread().interrupt();
    try {
      assertThat(Fixtures.text(Fixtures.call(plugin, "run", "{\"it\":" + filled(argument) + "}"))).contains(words);
    } finally {
      assertThat(Thread.interrupted()).as("left for whoever runs the call").isTrue();
    }
  }

  @Test
  void what_a_handler_did_not_declare_is_checked_too() throws Exception {
    String body = "public void start(PluginContext c) { c.tools().newTool(\"run\").setInputSchema(\"{\\\"type\\\":\\\"object\\\"}\")"
        + ".setHandler(a -> ToolResponse.success(\"ok\")).register(); }";

    assertThat(Fixtures.text(plugins.call(body, "{\"a\":1e309,\"b\":1,\"c\":[-1e309]}"))).isEqualTo("""
        The arguments of run are not valid:
        - /a: must be a number that a double can hold
        - /c/0: must be a number that a double can hold""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"throw new IllegalStateException()", "throw new ArithmeticException()", "throw new NumberFormatException(null)",
      "Integer.parseInt(it)", "List.of().get(0)", "new R(it + 1)", "throw new ToolCallException((String) null)"})
  void whatever_a_records_constructor_throws_is_told_as_invalid(String statement) throws Exception {
    LoadedPlugin plugin = plugins.load("public record R(String it) { public R { if (it != null) { " + statement + "; } } }"
        + " @Tool public void run(R it) {}");

    assertThatThrownBy(() -> Fixtures.tool(plugin, "run").body().call(Fixtures.callOf("run", "{\"it\":{\"it\":\"hunter2\"}}")))
        .isInstanceOf(InvalidArgumentsException.class).hasMessageContaining("not valid").hasMessageNotContaining("constructor");
  }

  @Test
  void an_error_of_the_plugins_is_its_own() throws Exception {
    LoadedPlugin plugin = plugins.load("public record R(int it) { public R { if (it > 0) throw new NoClassDefFoundError(\"gone\"); } }"
        + " @Tool public void run(R it) {}");

    assertThatThrownBy(() -> Fixtures.tool(plugin, "run").body().call(Fixtures.callOf("run", "{\"it\":{\"it\":1}}")))
        .isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void words_of_a_constructors_own_are_told() throws Exception {
    String body =
        "public record R(int it) { public R { throw new ToolCallException(\"not on Mondays\"); } } @Tool public void run(R it) {}";

    assertThat(Fixtures.text(plugins.call(body, "{\"it\":{\"it\":1}}"))).isEqualTo("not on Mondays");
  }

  private static String tool(String schema) {
    String literal = schema.replace("\n", "").replace("\\", "\\\\").replace("'", "\\\"");
    return "@Tool(inputSchema = \"" + literal + "\") public String run(@ToolArg(required = false) Object it) { return \"ok\"; }";
  }
}
