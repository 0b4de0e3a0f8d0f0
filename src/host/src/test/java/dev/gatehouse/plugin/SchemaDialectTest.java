package dev.gatehouse.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.plugin.load.LoadedPlugin;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas of an author's own are validated by the dialect that they declare, and listed as they are. */
final class SchemaDialectTest {

  private static final String DRAFT_07 = "'$schema':'http://json-schema.org/draft-07/schema#'";
  private static final String DRAFT_2019_09 = "'$schema':'https://json-schema.org/draft/2019-09/schema'";
  private static final String DRAFT_2020_12 = "'$schema':'https://json-schema.org/draft/2020-12/schema'";

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  private static String quoted(String schema) {
    return schema.replace("'", "\\\"");
  }

  private LoadedPlugin serving(String schema) throws Exception {
    return plugins.load("@Tool(inputSchema = \"" + quoted(schema) + "\") public String run(@ToolArg(required = false) Object n) {"
        + " return \"ok\"; }");
  }

  /** That of the official example of a tool whose input schema is draft-07, and the same in the others. */
  @ParameterizedTest
  @ValueSource(strings = {DRAFT_07, "'$schema':'http://json-schema.org/draft-07/schema'", DRAFT_2019_09, DRAFT_2020_12})
  void a_schema_is_listed_as_it_is(String dialect) throws Exception {
    String schema = "{" + dialect + ",'type':'object','properties':{'a':{'type':'number'},'b':{'type':'number'}},'required':['a','b']}";

    LoadedPlugin plugin = plugins.load("@Tool(name = \"calculate_sum\", inputSchema = \"" + quoted(schema)
        + "\") public double sum(double a, double b) { return a + b; }"
        + " @Tool(outputSchema = \"" + quoted(schema) + "\") public Map<String, Object> out(int a) {"
        + " return new TreeMap<>(Map.of(\"a\", a, \"b\", 2)); }"
        + " public void start(PluginContext c) { c.tools().newTool(\"built\").setInputSchema(\"" + quoted(schema)
        + "\").setHandler(a -> ToolResponse.success(\"\" + a.args())).register(); }");

    assertThat(Fixtures.info(plugin, "calculate_sum").inputSchema()).isEqualTo(Recorder.json(schema));
    assertThat(Fixtures.info(plugin, "built").inputSchema()).isEqualTo(Recorder.json(schema));
    assertThat(Fixtures.info(plugin, "out").outputSchema()).isEqualTo(Recorder.json(schema));
    assertThat(Fixtures.text(plugin, "calculate_sum", "{\"a\":2,\"b\":3}")).isEqualTo("5");
    assertThat(Fixtures.text(plugin, "built", "{\"a\":2,\"b\":3}")).isEqualTo("{a=2, b=3}");
    assertThat(Fixtures.text(Fixtures.call(plugin, "calculate_sum", "{\"a\":2}"))).contains("'b' is required");
    assertThat(Fixtures.call(plugin, "out", "{\"a\":1}").structuredContent()).hasToString("{\"a\":1,\"b\":2}");
  }

  /** What means one thing in a dialect and nothing, or another, in the others. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      DRAFT_07
          + "|'properties':{'n':{'items':[{'type':'integer'},{'type':'string'}],'additionalItems':false}} | [1,'a'] | [1,2] | /n/1: must be string, is integer",
      DRAFT_07
          + "|'properties':{'n':{'items':[{'type':'integer'}],'additionalItems':false}}                  | [1]     | [1,2] | /n: must not have an item",
      DRAFT_07
          + "|'properties':{'n':{'$ref':'#/definitions/N','maximum':1}},'definitions':{'N':{'type':'integer'}} | 5   | 'a' | /n: must be integer, is string",
      DRAFT_07 + "|'properties':{'n':{'dependencies':{'a':['b']}}} | {'b':1} | {'a':1} | /n: 'b' is required where 'a' is given",
      DRAFT_07
          + "|'properties':{'n':{'dependencies':{'a':{'properties':{'b':{'type':'integer'}}}}}} | {'b':'x'} | {'a':1,'b':'x'} | /n/b: must be integer, is string",
      DRAFT_07
          + "|'properties':{'n':{'items':[{'oneOf':[{'type':'integer'},{'type':'boolean'}]}]}} | [true] | ['x'] | /n/0: must be integer or boolean, is string",
      DRAFT_2019_09
          + "|'properties':{'n':{'items':[{'type':'integer'}],'unevaluatedItems':false}} | [1] | [1,2] | /n: must not have an item",
      DRAFT_2019_09 + "|'properties':{'n':{'dependentRequired':{'a':['b']}}} | {'b':1} | {'a':1} | /n: 'b' is required where 'a' is given",
      DRAFT_2019_09
          + "|'$recursiveAnchor':true,'properties':{'n':{'type':['object','integer'],'properties':{'child':{'$recursiveRef':'#'}}}} | {'child':{'n':1}} | {'child':{'n':'x'}} | /n/child/n: must be object or integer, is string",
      DRAFT_2020_12 + "|'properties':{'n':{'prefixItems':[{'type':'integer'}],'items':false}} | [1] | [1,2] | /n: must not have an item",
  })
  void a_call_is_checked_by_the_dialect(String dialect, String rules, String good, String bad, String words) throws Exception {
    LoadedPlugin plugin = serving("{" + dialect + ",'type':'object'," + rules + "}");

    assertThat(Fixtures.text(plugin, "run", "{\"n\":" + good.replace('\'', '"') + "}")).isEqualTo("ok");
    assertThat(Fixtures.text(Fixtures.call(plugin, "run", "{\"n\":" + bad.replace('\'', '"') + "}"))).contains(words);
  }

  @Test
  void what_is_wrong_is_told_in_english_whatever_the_machines_language_is() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      LoadedPlugin plugin =
          serving("{'type':'object','properties':{'n':{'minContains':2,'contains':{'const':1},'contentEncoding':'base64'}},"
              + "'dependentSchemas':{'n':{'propertyNames':{'pattern':'^n$'}}}}");

      assertThat(Fixtures.text(Fixtures.call(plugin, "run", "{\"n\":[1],\"m\":1}"))).contains("must have at least 2 items", "whose name");
    } finally {
      Locale.setDefault(before);
    }
  }
}
