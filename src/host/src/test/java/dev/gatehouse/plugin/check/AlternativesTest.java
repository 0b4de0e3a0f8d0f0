package dev.gatehouse.plugin.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.Fixtures;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.rpc.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model reads when a schema of an author's own has alternatives: what is wrong with the one that was meant, and no more. */
final class AlternativesTest {

  private static final String CONDITION = "{'$ref':'#/$defs/c'}},'$defs':{'c':{'oneOf':["
      + "{'type':'object','properties':{'op':{'const':'eq'},'column':{'type':'string'},'value':{}},'required':['op','column','value'],"
      + "'additionalProperties':false},"
      + "{'type':'object','properties':{'op':{'const':'between'},'column':{'type':'string'},'from':{'type':'number'}},"
      + "'required':['op','column','from'],'additionalProperties':false},"
      + "{'type':'object','properties':{'op':{'enum':['and','or']},'all':{'type':'array','items':{'$ref':'#/$defs/c'},'minItems':1}},"
      + "'required':['op','all'],'additionalProperties':false}]}}";

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'op':'between','column':'a','from':'1'}   | /it/from: must be number, is string; leave out the quotes",
      "{'op':'eq','column':5,'x':1}               | /it/column: must be string, is integer⏎- /it: 'value' is required⏎"
          + "- /it: 'x' is unknown; it takes op, column, value",
      "{'op':'like','column':'a'}                 | /it/op: must be one of [\"eq\", \"between\", \"and\", \"or\"]",
      "{'column':'a'}                             | /it: 'op' is required; it must be one of [\"eq\", \"between\", \"and\", \"or\"]",
      "'a = 1'                                    | /it: must be object, is string",
      "{'op':'or','all':[{'op':'eq','column':'a'},{'op':'and','all':[]},{'op':'eq','column':'a','value':1}]} "
          + "| /it/all/0: 'value' is required⏎- /it/all/1/all: must have at least 1 item",
  })
  void a_constant_member_tells_which_was_meant(String it, String words) throws Exception {
    assertThat(faults(CONDITION, it)).isEqualTo(words.replace("⏎", "\n"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'anyOf':[{'type':'string','maxLength':2},{'type':'number'},{'type':'null'}]} | 'abc' | /it: must have at most 2 characters",
      "{'anyOf':[{'type':'string','maxLength':2},{'type':'number'},{'type':'null'}]} | true  | /it: must be string or number or null, is boolean",
      "{'oneOf':[{'type':'string','format':'uuid'},{'type':'integer','minimum':1}]}  | 0     | /it: must be at least 1",
      "{'oneOf':[{'type':'array','items':{'type':'string'}},{'type':'string'}]}      | ['a',1] | /it/1: must be string, is integer",
      "{'oneOf':[{'type':'integer'},{'type':'number','minimum':5}]}                  | 3.5   | /it: must be at least 5",
      "{'oneOf':[{'type':'integer'},{'type':'number','minimum':5}]}                  | 7     "
          + "| /it: must fit one of the alternatives of its schema, but fits 2",
      "{'anyOf':[{'const':'auto'},{'type':'integer'}]}                               | 'max' | /it: must be \"auto\" or integer, is string",
  })
  void the_type_tells_which_was_meant(String schema, String it, String words) throws Exception {
    assertThat(faults(schema + "}", it)).isEqualTo(words);
  }

  @Test
  void where_nothing_tells_it_is_said_what_would_do() throws Exception {
    String schema = "{'type':'object','anyOf':[{'required':['id']},{'required':['name','city']}]}}";

    assertThat(faults(schema, "{}")).isEqualTo("/it: either 'id' is required, or 'name' is required and 'city' is required");
  }

  @Test
  void alternatives_of_the_whole_are_told_alike() throws Exception {
    String schema = "{'type':'object','oneOf':[{'properties':{'kind':{'const':'circle'},'r':{'type':'number'}},'required':['kind','r']},"
        + "{'properties':{'kind':{'const':'rect'},'w':{'type':'number'}},'required':['kind','w']}],'unevaluatedProperties':false}";

    assertThat(call(schema, "{'kind':'rect','w':'1'}")).isEqualTo("/w: must be number, is string; leave out the quotes");
    assertThat(call(schema, "{'kind':'rect','w':1,'x':2}")).isEqualTo("'x' is unknown");
    assertThat(call(schema, "{}")).isEqualTo("'kind' is required; it must be one of [\"circle\", \"rect\"]");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'properties':{'a':{},'b':{}},'dependentRequired':{'a':['b']}} | {'a':1} | /it: 'b' is required where 'a' is given",
      "{'not':{'required':['a']}}           | {'a':1} | /it: 'a' must not be given",
      "{'not':{'const':0}}                  | 0       | /it: must not be 0",
      "{'const':{'a':1}}                    | 0       | /it: must be {\"a\":1}",
      "{'properties':{'a':false}}           | {'a':1} | /it/a: must not be given",
      "{'prefixItems':[{}],'items':false}   | [1,2,3] | /it: must not have an item 1⏎- /it: must not have an item 2",
      "{'contains':{'const':1}}             | [2]     | /it: must have at least 1 item that fits {\"const\":1}",
      "{'propertyNames':{'pattern':'^a'}}   | {'b':1} | /it: has a member 'b', whose name does not match the regex pattern ^a",
      "{'type':['integer','null']}          | 'x'     | /it: must be integer or null, is string",
      "{'format':'email'}                   | 'x'     | /it: must be an email such as ann@example.com",
      "{'if':{'properties':{'m':{'const':1}}},'then':{'required':['k']}} | {'m':1} | /it: 'k' is required",
  })
  void other_keywords_have_words_too(String schema, String it, String words) throws Exception {
    assertThat(faults(schema + "}", it)).isEqualTo(words.replace("⏎", "\n"));
  }

  /** Each level of alternatives within alternatives says the same again and again. */
  @Test
  void a_deep_mistake_in_many_alternatives_is_one_line() throws Exception {
    StringBuilder deep = new StringBuilder("{'op':'eq','column':'a'}");
    for (int i = 0; i < 4; i++) {
      deep.insert(0, "{'op':'and','all':[").append("]}");
    }

    assertThat(faults(CONDITION, deep.toString())).isEqualTo("/it/all/0/all/0/all/0/all/0: 'value' is required");
  }

  /** They would fill the memory: a caller's few bytes are some errors for each alternative. */
  @Test
  void of_many_mistakes_in_many_alternatives_few_are_kept() throws Exception {
    Validation schema =
        new Validation(Json.mapper().readTree(("{'type':'object','properties':{'it':" + CONDITION + "}").replace('\'', '"')));
    String many = ("{'it':{'op':'and','all':[" + "{},".repeat(9_999) + "{}]}}").replace('\'', '"');

    assertThat(schema.errors(Json.mapper().readTree(many), Alternatives.MOST_LOOKED_AT))
        .hasSizeBetween(Alternatives.MOST_LOOKED_AT, 4 * Alternatives.MOST_LOOKED_AT);
    String right = many.replace("{}", "{'op':'eq','column':'a','value':1}".replace('\'', '"'));
    assertThat(schema.errors(Json.mapper().readTree(right), 1)).isEmpty();
  }

  @Test
  void a_result_that_breaks_its_schema_is_told_its_author_alike() throws Exception {
    String schema = "{'type':'object','properties':{'n':{'anyOf':[{'type':'integer'},{'type':'null'}]}}}".replace("'", "\\\"");
    LoadedPlugin plugin = plugins.load("@Tool(outputSchema = \"" + schema + "\") public ToolResponse run()"
        + " { return ToolResponse.structured(Map.of(\"n\", \"one\")); }");

    assertThatThrownBy(() -> Fixtures.call(plugin, "run", "{}"))
        .hasMessageEndingWith("answered what its output schema does not allow: /n: must be integer or null, is string");
  }

  private String faults(String schema, String it) throws Exception {
    return call("{'type':'object','properties':{'it':" + schema + "}", "{'it':" + it + "}");
  }

  private String call(String schema, String arguments) throws Exception {
    String literal = schema.replace("'", "\\\"");
    ToolResult result =
        plugins.call("public void start(PluginContext context) { context.tools().newTool(\"run\").setInputSchema(\"" + literal
            + "\").setHandler(a -> ToolResponse.success(\"\")).register(); }", arguments.replace('\'', '"'));
    assertThat(result.isError()).as("%s", result).isTrue();
    return Fixtures.text(result).replace("The arguments of run are not valid:\n- ", "");
  }
}
