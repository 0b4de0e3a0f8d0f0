package dev.gatehouse.plugin.bind;

import static dev.gatehouse.plugin.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model reads about arguments that are not valid: all of it at once, each with its place. */
final class ArgumentsTest {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @Test
  void everything_wrong_is_said_at_once() throws Exception {
    assertThat(error("@Tool public int run(int a, int b, String c) { return a; }", "{'b':'2','d':1}")).isEqualTo("""
        The arguments of run are not valid:
        - /b: must be integer, is string; leave out the quotes
        - 'a' is required
        - 'c' is required
        - 'd' is unknown; it takes a, b, c""");
  }

  @Test
  void a_tool_without_arguments_says_so() throws Exception {
    assertThat(error("@Tool public void run() {}", "{'x':1}")).endsWith("- 'x' is unknown; it takes no arguments");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "int            | 1.5                 | /it: must be integer, is 1.5",
      "int            | 'five'              | /it: must be integer, is string",
      "double         | '1.5'               | /it: must be number, is string; leave out the quotes",
      "int            | 2147483648          | /it: must be at most 2147483647",
      "byte           | -129                | /it: must be at least -128",
      "long           | 9223372036854775808 | /it: must be an integer from -9223372036854775808 to 9223372036854775807",
      "double         | 1e400               | /it: must be a number that a double can hold",
      "double         | 1e-400              | /it: must be a number that a double can hold",
      "float          | -1e-60              | /it: must be a number that a float can hold",
      "float          | 1e40                | /it: must be a number that a float can hold",
      "boolean        | 'true'              | /it: must be boolean, is string; leave out the quotes",
      "String         | null                | /it: must be string, is null",
      "TimeUnit       | 'WEEKS'             | /it: must be one of [\"NANOSECONDS\", \"MICROSECONDS\", \"MILLISECONDS\", "
          + "\"SECONDS\", \"MINUTES\", \"HOURS\", \"DAYS\"]",
      "List<String>   | ['a',2,'b',3]       | /it/1: must be string, is integer⏎- /it/3: must be string, is integer",
      "Set<Integer>   | [1,2,1]             | /it/2: is there twice; each item may be given once",
      "List<String>   | '[]'                | /it: must be array, is string; give it as JSON itself, not as text that holds JSON",
      "Map<String,Integer> | '{}'           | /it: must be object, is string; give it as JSON itself, not as text that holds JSON",
      "Map<String,Integer> | {'a/b~':'x'}   | /it/a~1b~0: must be integer, is string",
      "Instant        | 'tomorrow'          | /it: must be a date-time such as 2026-01-31T12:00:00Z",
      "LocalDate      | '2026-02-30'        | /it: must be a date such as 2026-01-31",
      "LocalTime      | 'noon'              | /it: must be as in 12:00:00",
      "OffsetTime     | 'noon'              | /it: must be a time such as 12:00:00Z",
      "ZoneId         | 'Middle/Earth'      | /it: must be as in Europe/Berlin",
      "YearMonth      | '2026-13'           | /it: must be as in 2026-01",
      "Duration       | '1 hour'            | /it: must be a duration such as PT1H30M",
      "Duration       | 'P1Y'               | /it: must be a duration such as PT1H30M",
      "URI            | 'a b'               | /it: must be a uri such as https://example.com/page",
      "UUID           | '1'                 | /it: must be a uuid such as 123e4567-e89b-12d3-a456-426614174000",
      "byte[]         | '?'                 | /it: must be base64",
      "char           | ''                  | /it: must have at least 1 character",
      "char           | '😀'                | /it: must be one character of the basic plane",
      "Locale         | 'de_DE'             | /it: must be a language tag such as de-DE",
      "TimeZone       | 'Middle/Earth'      | /it: must be as in Europe/Berlin",
      "URL            | 'nope://x'          | /it: must be a uri such as https://example.com/page",
      "Map<TimeUnit, Long> | {'days':1}     | /it: has a member 'days', whose name must be one of [\"NANOSECONDS\","
          + " \"MICROSECONDS\", \"MILLISECONDS\", \"SECONDS\", \"MINUTES\", \"HOURS\", \"DAYS\"]",
      "Map<Integer, Long>  | {'a':1}        | /it: has a member 'a', whose name does not match the regex pattern ^-?[0-9]+$",
      "Map<Integer, Long>  | {'1':1,'01':2} | /it/01: is there twice, written in two ways",
      "TreeSet<Long>       | [1,1]          | /it/1: is there twice; each item may be given once",
      "ArrayDeque<Object>  | [null]         | /it: must not hold null",
      "ConcurrentHashMap<String, Object> | {'a':null} | /it: must not hold null",
  })
  void each_violation_has_its_words(String type, String value, String words) throws Exception {
    assertThat(error("@Tool public void run(" + type + " it) {}", "{'it':" + value + "}"))
        .isEqualTo("The arguments of run are not valid:\n- " + words.replace("⏎", "\n"));
  }

  @Test
  void members_of_a_record_are_named_by_their_place() throws Exception {
    String body = "public record Range(int from, int to) {} @Tool public void run(List<Range> ranges) {}";

    assertThat(error(body, "{'ranges':[{'from':1,'to':2},{'from':'x','step':3}]}")).contains("- /ranges/1: 'to' is required",
        "- /ranges/1/from: must be integer, is string", "- /ranges/1: 'step' is unknown; it takes from, to");
  }

  @Test
  void a_member_that_is_missing_is_told_with_what_it_can_be() throws Exception {
    assertThat(error("public enum Size { S, L } public record Shirt(Size size) {} @Tool public void run(Shirt shirt) {}", "{'shirt':{}}"))
        .endsWith("- /shirt: 'size' is required; it must be one of [\"S\", \"L\"]");
  }

  @Test
  void what_the_schema_cannot_say_is_told_at_once_too() throws Exception {
    String body = "public record R(LocalTime at, List<LocalTime> more, Map<String, Period> waits, float f) {}"
        + " @Tool public void run(R r, long n, int i) {}";

    assertThat(error(body, "{'r':{'at':'noon','more':['12:00','one'],'waits':{'a':'PT1H'},'f':1e39},'n':1e19,'i':'x'}")).isEqualTo("""
        The arguments of run are not valid:
        - /i: must be integer, is string
        - /r/at: must be as in 12:00:00
        - /r/more/1: must be as in 12:00:00
        - /r/waits/a: must be a duration of days, weeks, months or years such as P1M15D
        - /r/f: must be a number that a float can hold
        - /n: must be an integer from -9223372036854775808 to 9223372036854775807""");
  }

  @Test
  void a_record_may_refuse_its_values_in_its_own_words() throws Exception {
    String body = """
        public record Range(int from, int to) {
          public Range {
            if (from > to) throw new IllegalArgumentException("from must not be above to");
          }
        }
        @Tool public void run(List<Range> ranges) {}""";

    assertThat(error(body, "{'ranges':[{'from':2,'to':1}]}")).endsWith("- /ranges/0: is refused: from must not be above to");
  }

  @Test
  void any_other_fault_of_a_record_stays_within_the_host_and_is_the_arguments() throws Exception {
    String body = "public record R(int n) { public R { if (true) throw new IllegalStateException(\"secret\"); } }"
        + " @Tool public void run(R r) {}";

    assertThat(error(body, "{'r':{'n':1}}")).isEqualTo("The arguments of tool 'run' are not valid: they could not be checked."
        + " The reason is in the host's log; its operator can see it.");
  }

  @Test
  void a_long_list_of_violations_is_cut() throws Exception {
    String items = "1,".repeat(999) + "1";

    assertThat(error("@Tool public void run(List<String> names) {}", "{'names':[" + items + "]}")).hasLineCount(22)
        .endsWith("- and more");
  }

  /** The greatest that are read: what is beyond is refused with the body that holds it. */
  @ParameterizedTest
  @ValueSource(strings = {"int", "long", "BigInteger", "double", "BigDecimal", "Set<BigDecimal>", "Object", "List<Object>"})
  void a_number_cannot_be_a_bomb(String type) {
    String body = "@Tool public void run(" + type + " it) { System.identityHashCode(it); }";
    String[] values = {"1e1000", "-1e1000", "1e-1000", "9".repeat(1000)};

    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
      for (String value : values) {
        plugins.call(body, json("{'it':" + (type.contains("<") ? "[" + value + "]" : value) + "}"));
      }
    });
  }

  /** Numbers that a set of JSON nodes would put into one bucket. */
  @Test
  void many_items_of_a_set_cannot_be_a_bomb() {
    String items = IntStream.range(1, 60_000).mapToObj(i -> i + "e-400").collect(Collectors.joining(",")) + ",1e-400";

    for (String type : List.of("Set<BigDecimal>", "Set<Double>", "Set<Object>")) {
      Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60),
          () -> assertThat(error("@Tool public void run(" + type + " it) {}", "{'it':[" + items + "]}")).contains("/it/"));
    }
  }

  private String error(String body, String arguments) throws Exception {
    ToolResult result = plugins.call(body, json(arguments));
    assertThat(result.isError()).as("%s", result).isTrue();
    return text(result);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
