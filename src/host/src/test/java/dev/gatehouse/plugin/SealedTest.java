package dev.gatehouse.plugin;

import static dev.gatehouse.plugin.Recorder.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sealed interface of records is one of them, known by its name. */
final class SealedTest {

  private static final String SHAPES = """
      public sealed interface Shape {}
      public record Circle(@DecimalMin(value = "0", inclusive = false) double radius) implements Shape {}
      public sealed interface Edged extends Shape {}
      public record Square(double side, Optional<String> colour) implements Edged {}
      public record Blob() implements Edged {}
      """;
  private static final String SUMS = """
      public sealed interface Sum {}
      public record Num(int value) implements Sum {}
      public record Add(Sum left, Sum right) implements Sum {}
      public record Mul(Sum left, Sum right) implements Sum {}
      public record Neg(Sum of) implements Sum {}
      private static int value(Sum sum) {
        if (sum instanceof Num n) return n.value();
        if (sum instanceof Add a) return value(a.left()) + value(a.right());
        if (sum instanceof Mul m) return value(m.left()) * value(m.right());
        return -value(((Neg) sum).of());
      }
      @Tool public int run(Sum sum) { return value(sum); }
      @Tool public Sum twice(Sum sum) { return new Add(sum, sum); }
      """;

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @Test
  void its_schema_is_one_of_the_records_with_its_name() throws Exception {
    JsonNode input = plugins.info(SHAPES + "@Tool public void run(@ToolArg(description = \"what to draw\") Shape shape) {}").inputSchema();

    assertThat(input).hasToString(json("""
        {'type':'object','properties':{'shape':{'type':'object','oneOf':[\
        {'type':'object','properties':{'type':{'type':'string','const':'Circle'},'radius':{'type':'number','exclusiveMinimum':0}},\
        'required':['type','radius'],'additionalProperties':false},\
        {'type':'object','properties':{'type':{'type':'string','const':'Square'},'side':{'type':'number'},'colour':{'type':'string'}},\
        'required':['type','side'],'additionalProperties':false},\
        {'type':'object','properties':{'type':{'type':'string','const':'Blob'}},'required':['type'],'additionalProperties':false}],\
        'description':'what to draw'}},'required':['shape'],'additionalProperties':false}""").toString());
  }

  @Test
  void an_output_has_an_object_at_its_root() throws Exception {
    JsonNode output = plugins.info(SHAPES + "@Tool public Edged run() { return null; }").outputSchema();

    assertThat(output).hasToString(json("""
        {'type':'object','oneOf':[\
        {'type':'object','properties':{'type':{'type':'string','const':'Square'},'side':{'type':'number'},'colour':{'type':'string'}},\
        'required':['type','side']},\
        {'type':'object','properties':{'type':{'type':'string','const':'Blob'}},'required':['type']}]}""").toString());
  }

  @Test
  void one_that_contains_itself_is_a_reference() throws Exception {
    LoadedPlugin plugin = plugins.load(SUMS);
    JsonNode input = Fixtures.info(plugin, "run").inputSchema();
    JsonNode output = Fixtures.info(plugin, "twice").outputSchema();

    assertThat(input.at("/properties/sum")).hasToString("{\"type\":\"object\",\"$ref\":\"#/$defs/Sum\"}");
    assertThat(input.at("/$defs/Sum/oneOf/1/properties/left")).hasToString("{\"type\":\"object\",\"$ref\":\"#/$defs/Sum\"}");
    assertThat(output.path("type").textValue()).isEqualTo("object");
    assertThat(output.path("$ref").textValue()).isEqualTo("#/$defs/Sum");
    assertThat(output.at("/$defs/Sum/oneOf")).hasSize(4);
  }

  @Test
  void it_is_read_and_written_by_its_name() throws Exception {
    LoadedPlugin plugin = plugins.load(SHAPES + """
        @Tool public String text(List<Shape> shapes) { return shapes.toString(); }
        @Tool public Shape first(List<Shape> shapes) { return shapes.get(0); }
        @Tool(structuredContent = true) public Map<String, Optional<Shape>> all(List<Shape> shapes) {
          return Map.of("first", Optional.of(shapes.get(0)));
        }
        @Tool public Circle bare() { return new Circle(2); }""");
    String shapes = "{'shapes':[{'type':'Square','side':2},{'radius':0.5,'type':'Circle'},{'type':'Blob'}]}".replace('\'', '"');

    assertThat(Fixtures.text(plugin, "text", shapes)).isEqualTo("[Square[side=2.0, colour=Optional.empty], Circle[radius=0.5], Blob[]]");
    assertThat(Fixtures.call(plugin, "first", shapes).structuredContent()).hasToString("{\"type\":\"Square\",\"side\":2}");
    assertThat(Fixtures.call(plugin, "all", shapes).structuredContent()).hasToString("{\"first\":{\"type\":\"Square\",\"side\":2}}");
    assertThat(Fixtures.call(plugin, "bare", "{}").structuredContent()).hasToString("{\"radius\":2}");
  }

  @Test
  void its_variables_are_known() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        public sealed interface Found<K, V> {}
        public record None<V>() implements Found<String, V> {}
        public record One<A, B>(B value, A key) implements Found<A, B> {}
        @Tool public String run(Found<String, LocalDate> found) { return found.toString(); }
        @Tool public Found<String, @Max(3) Integer> out(int n) { return new One<>(n, "k"); }""");

    assertThat(Fixtures.text(plugin, "run", "{\"found\":{\"type\":\"One\",\"key\":\"k\",\"value\":\"2026-01-31\"}}"))
        .isEqualTo("One[value=2026-01-31, key=k]");
    assertThat(Fixtures.call(plugin, "out", "{\"n\":3}").structuredContent()).hasToString("{\"type\":\"One\",\"value\":3,\"key\":\"k\"}");
    assertThatThrownBy(() -> Fixtures.call(plugin, "out", "{\"n\":4}")).hasMessageEndingWith(
        "answered what its output schema does not allow: /value: must be at most 3");
  }

  @Test
  void its_variables_are_known_within_other_types() throws Exception {
    JsonNode input = plugins.info("public sealed interface Found<T> {} public record Some<B>(B first) implements Found<List<B>> {}"
        + " @Tool public void run(Found<List<@Max(3) Long>> it) {}").inputSchema();

    assertThat(input.at("/properties/it/oneOf/0/properties/first")).hasToString("{\"type\":\"integer\",\"maximum\":3}");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'type':'Circle'}                     | /it: 'radius' is required",
      "{'type':'Circle','radius':0}          | /it/radius: must be more than 0",
      "{'type':'Circle','radius':'x','side':1} | /it/radius: must be number, is string⏎- /it: 'side' is unknown; it takes type, radius",
      "{'type':'Triangle','side':1}          | /it/type: must be one of [\"Circle\", \"Square\", \"Blob\"]",
      "{'side':1}                            | /it: 'type' is required; it must be one of [\"Circle\", \"Square\", \"Blob\"]",
      "{'type':5}                            | /it/type: must be one of [\"Circle\", \"Square\", \"Blob\"]",
      "'Circle'                              | /it: must be object, is string",
      "null                                  | /it: must be object, is null",
  })
  void a_violation_is_of_the_record_that_was_meant(String value, String words) throws Exception {
    assertThat(error(SHAPES + "@Tool public void run(Shape it) {}", "{'it':" + value + "}"))
        .isEqualTo("The arguments of run are not valid:\n- " + words.replace("⏎", "\n"));
  }

  @Test
  void all_that_is_wrong_is_said_at_once_however_deep() throws Exception {
    assertThat(error(SUMS.replace("@Tool public Sum twice", "public Sum twice"),
        "{'sum':{'type':'Add','left':{'type':'Num','value':'1'},'right':{'type':'Neg','of':{'type':'Nan'}}}}")).isEqualTo("""
            The arguments of run are not valid:
            - /sum/left/value: must be integer, is string; leave out the quotes
            - /sum/right/of/type: must be one of ["Num", "Add", "Mul", "Neg"]""");
  }

  @Test
  void a_schema_of_the_authors_own_does_not_let_in_what_is_none_of_them() throws Exception {
    String body = SHAPES + "@Tool(inputSchema = ^{\\^type\\^:\\^object\\^}^) public void run(Shape it) {}".replace('^', '"');

    assertThat(error(body, "{'it':{'type':'Triangle'}}")).endsWith("\n- /it/type: must be one of Circle, Square, Blob");
    assertThat(error(body, "{'it':5}")).endsWith("\n- /it: must be an object");
  }

  /** Each level would be held against each record again, were the schema that clients read the one that checks. */
  @Test
  void depth_costs_no_more_than_it_must() throws Exception {
    LoadedPlugin plugin = plugins.load(SUMS);
    String sum = "{'type':'Num','value':1}";
    for (int i = 0; i < 44; i++) {
      sum = "{'type':'" + (i % 2 == 0 ? "Add" : "Mul") + "','left':{'type':'Num','value':1},'right':" + sum + "}";
    }
    String arguments = ("{'sum':" + sum + "}").replace('\'', '"');

    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
      assertThat(Fixtures.text(plugin, "run", arguments)).isEqualTo("23");
      assertThat(Fixtures.call(plugin, "twice", arguments).isError()).isFalse();
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "sealed interface S {} record A(int n) implements S {} final class B implements S {} | permits fixture.Fixture$B, which is neither a record",
      "sealed interface S {} non-sealed interface B extends S {}  | permits fixture.Fixture$B, which is neither a record nor a sealed interface",
      "sealed interface S {} record A(String type) implements S {} | permits the record fixture.Fixture$A, whose component 'type' goes by",
      "sealed interface S {} record A(@ToolArg(name = ^type^) int n) implements S {} | whose component 'type' goes by",
      "sealed interface S {} record A() implements S {} class In { record A() implements S {} } | permits two records named A; rename one",
      "sealed interface S {} record A(Thread t) implements S {} | holds the record fixture.Fixture$A, whose component 't' is a java.lang.Thread",
      "sealed static abstract class S {} static final class B extends S {} | permits fixture.Fixture$B, which is neither a record",
  })
  void one_that_cannot_be_told_apart_refuses_the_plugin(String types, String words) {
    for (String use : new String[] {"@Tool public void run(List<S> it) {}", "@Tool public S run() { return null; }"}) {
      assertThatThrownBy(() -> plugins.load(types.replace('^', '"') + use)).isInstanceOf(PluginException.class)
          .hasMessageContaining("has the tool method fixture.Fixture.run, whose ").hasMessageContaining(words);
    }
  }

  @Test
  void a_component_named_like_the_tag_goes_by_another_name() throws Exception {
    LoadedPlugin plugin = plugins.load("sealed interface S {} record A(@ToolArg(name = \"kind\") String type) implements S {}"
        + " @Tool public S run(S it) { return it; }");

    assertThat(Fixtures.call(plugin, "run", "{\"it\":{\"type\":\"A\",\"kind\":\"x\"}}").structuredContent())
        .hasToString("{\"type\":\"A\",\"kind\":\"x\"}");
  }

  private String error(String body, String arguments) throws Exception {
    ToolResult result = plugins.call(body, arguments.replace('\'', '"'));
    assertThat(result.isError()).as("%s", result).isTrue();
    return Fixtures.text(result);
  }
}
