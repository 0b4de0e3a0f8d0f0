package dev.gatehouse.plugin;

import static dev.gatehouse.plugin.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.feature.CallParams;
import dev.gatehouse.plugin.load.LoadedPlugin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments arrive as the Java values that the method asks for. */
final class BindingTest {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "String            | 'a'                          | a",
      "CharSequence      | ''                           | ",
      "boolean           | true                         | true",
      "Boolean           | false                        | false",
      "byte              | -128                         | -128",
      "short             | 32767                        | 32767",
      "int               | 2.0                          | 2",
      "Integer           | 2e3                          | 2000",
      "long              | 9007199254740993             | 9007199254740993",
      "Long              | -9223372036854775808         | -9223372036854775808",
      "float             | 0.1                          | 0.1",
      "double            | 3                            | 3.0",
      "Double            | 1e300                        | 1.0E300",
      "BigInteger        | 123456789012345678901234567890 | 123456789012345678901234567890",
      "BigDecimal        | 0.10000000000000000000000001 | 0.10000000000000000000000001",
      "TimeUnit          | 'DAYS'                       | DAYS",
      "List<Integer>     | [1,2]                        | [1, 2]",
      "Collection<String>| ['a']                        | [a]",
      "Set<String>       | ['b','a']                    | [b, a]",
      "Map<String,Long>  | {'b':1,'a':2}                | {b=1, a=2}",
      "Optional<String>  | 'a'                          | Optional[a]",
      "Optional<Integer> | null                         | Optional.empty",
      "Instant           | '2026-01-31T12:00:00Z'       | 2026-01-31T12:00:00Z",
      "Instant           | '2026-01-31T12:00:00+01:00'  | 2026-01-31T11:00:00Z",
      "OffsetDateTime    | '2026-01-31T12:00:01+01:00'  | 2026-01-31T12:00:01+01:00",
      "ZonedDateTime     | '2026-01-31T12:00:01Z'       | 2026-01-31T12:00:01Z",
      "LocalDate         | '2026-01-31'                 | 2026-01-31",
      "LocalTime         | '12:30'                      | 12:30",
      "OffsetTime        | '12:30:00Z'                  | 12:30Z",
      "YearMonth         | '2026-02'                    | 2026-02",
      "MonthDay          | '--02-28'                    | --02-28",
      "Year              | 2026                         | 2026",
      "ZoneId            | 'Europe/Berlin'              | Europe/Berlin",
      "ZoneOffset        | '-03:00'                     | -03:00",
      "LocalDateTime     | '2026-01-31T12:30'           | 2026-01-31T12:30",
      "Duration          | 'PT1H30M'                    | PT1H30M",
      "Duration          | 'PT0.5S'                     | PT0.5S",
      "Period            | 'P1Y2M'                      | P1Y2M",
      "URI               | 'https://example.com/a'      | https://example.com/a",
      "UUID              | '123e4567-e89b-12d3-a456-426614174000' | 123e4567-e89b-12d3-a456-426614174000",
      "Object            | {'a':[1,2.5,true,null,'x']}  | {a=[1, 2.5, true, null, x]}",
      "Map<String,Object>| {'a':{'b':12345678901}}      | {a={b=12345678901}}",
  })
  void a_value_is_bound(String type, String json, String expected) throws Exception {
    LoadedPlugin plugin = plugins.load("@Tool public String run(" + type + " it) { return String.valueOf(it); }");

    assertThat(call(plugin, "{'it':" + json + "}")).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void arrays_are_bound() throws Exception {
    LoadedPlugin plugin = plugins.load("@Tool public String run(int[] a, String[][] b, byte[] c, double... d) {"
        + " return Arrays.toString(a) + Arrays.deepToString(b) + new String(c) + Arrays.toString(d); }");

    assertThat(call(plugin, "{'a':[1,2],'b':[['x'],[]],'c':'aGk=','d':[0.5]}")).isEqualTo("[1, 2][[x], []]hi[0.5]");
  }

  @Test
  void records_are_bound_however_deep() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        private record Node(String name, @ToolArg(defaultValue = "1") int size, Optional<Node> left,
            @ToolArg(required = false) List<Node> more) {}
        @Tool public String run(Node root) { return root.toString(); }""");

    assertThat(call(plugin, "{'root':{'name':'a','left':{'name':'b','size':2,'more':[{'name':'c'}]}}}")).isEqualTo(
        "Node[name=a, size=1, left=Optional[Node[name=b, size=2, left=Optional.empty, "
            + "more=[Node[name=c, size=1, left=Optional.empty, more=null]]]], more=null]");
  }

  @Test
  void generic_records_are_bound_by_what_they_hold() throws Exception {
    LoadedPlugin plugin = plugins.load("public record Box<T>(T value) {} @Tool public String run(Box<List<Box<Instant>>> it) {"
        + " return it.value().get(0).value().plusSeconds(1).toString(); }");

    assertThat(call(plugin, "{'it':{'value':[{'value':'2026-01-31T12:00:00Z'}]}}")).isEqualTo("2026-01-31T12:00:01Z");
  }

  @Test
  void what_is_left_out_or_null_is_the_default() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        @Tool public String run(Optional<String> a, @ToolArg(required = false) Integer b, @ToolArg(defaultValue = "10") int c,
            @ToolArg(defaultValue = "[1]") List<Integer> d, @ToolArg(defaultValue = "x") Optional<String> e) {
          d.add(2);
          return a + " " + b + " " + c + " " + d + " " + e;
        }""");

    for (String arguments : List.of("{}", "{'a':null,'b':null,'c':null,'d':null,'e':null}", "{}")) {
      assertThat(call(plugin, arguments)).isEqualTo("Optional.empty null 10 [1, 2] Optional[x]");
    }
  }

  @Test
  void the_call_itself_is_left_as_it_was() throws Exception {
    LoadedPlugin plugin = plugins.load("@Tool public String run(Optional<String> a) { return a.toString(); }");
    var call = Fixtures.callOf("run", "{\"a\":null}");

    plugin.tools().get(0).body().call(call);

    assertThat(((CallParams.Arguments) call.params()).values()).hasToString("{\"a\":null}");
  }

  @Test
  void inherited_methods_are_tools_with_their_type_variables_known() throws Exception {
    LoadedPlugin plugin = plugins.load(PluginJars.jar(plugins.dir(), "fixture",
        "package fixture; import dev.gatehouse.spi.*; import java.util.*; abstract class Base<T> {"
            + " @Tool public String show(List<T> items) { return items.get(0).getClass().getSimpleName(); }"
            + " @Tool public String over() { return \"base\"; } }",
        "package fixture; import dev.gatehouse.spi.*; public interface Hello {"
            + " @Tool default String hello() { return \"hello\"; } }",
        PluginJars.plugin("@Override public List<Object> features() { return List.of(new Both()); }"
            + " public static class Both extends Base<java.time.LocalDate> implements Hello {"
            + " @Override @Tool public String over() { return \"own\"; } }")));

    assertThat(plugin.tools()).extracting(tool -> tool.key().name()).containsExactly("hello", "over", "show");
    assertThat(text(plugin, "show", "{\"items\":[\"2026-01-31\"]}")).isEqualTo("LocalDate");
    assertThat(text(plugin, "over", "{}")).isEqualTo("own");
    assertThat(text(plugin, "hello", "{}")).isEqualTo("hello");
  }

  private static String call(LoadedPlugin plugin, String arguments) throws Exception {
    return text(plugin, "run", arguments.replace('\'', '"'));
  }
}
