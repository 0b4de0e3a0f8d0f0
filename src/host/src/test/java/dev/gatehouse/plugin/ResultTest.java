package dev.gatehouse.plugin;

import static dev.gatehouse.plugin.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.TextContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a method returns or throws becomes the answer that the caller reads. */
final class ResultTest {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "BigDecimal           | new BigDecimal(^1e999999999^)",
      "BigDecimal           | new BigDecimal(^-1e-999999999^)",
      "BigDecimal           | new BigDecimal(^1e1001^)",
      "BigDecimal           | new BigDecimal(BigInteger.TEN.pow(1001), 1000)",
      "BigDecimal           | new BigDecimal(BigInteger.ONE.shiftLeft(50_000_000), 15_000_000)",
      "BigInteger           | BigInteger.ONE.shiftLeft(50_000_000)",
      "Optional<BigInteger> | Optional.of(BigInteger.TEN.pow(1000).negate())",
      "BigInteger[]         | new BigInteger[] {BigInteger.ONE.shiftLeft(50_000_000)}",
      "List<BigDecimal>     | List.of(new BigDecimal(^1e999999999^))",
      "Map<String, Object>  | Map.of(^a^, List.of(new BigDecimal(^1e999999999^)))",
      "Object               | new BigDecimal(^1e999999999^)",
      "R                    | new R(new BigDecimal(^1e999999999^))",
      "ToolResponse         | ToolResponse.structured(Map.of(^a^, BigInteger.ONE.shiftLeft(50_000_000)))",
      "CompletionStage<R>   | CompletableFuture.completedFuture(new R(new BigDecimal(^1e999999999^)))",
  })
  void a_number_out_of_range_is_no_result(String type, String expression) throws Exception {
    ToolResult result = plugins.call("public record R(BigDecimal n) {} @Tool public " + type + " run() { return "
        + expression.replace('^', '"') + "; }", "{}");

    assertThat(result).isEqualTo(ToolResult.error(
        "the result holds a number that is out of range (at most 1000 digits and an exponent from -1000 to 1000)"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"new BigDecimal(^1e1000^)", "new BigDecimal(^1e-1000^)",
      "new BigDecimal(Double.MIN_VALUE)", "BigInteger.TEN.pow(1000).subtract(BigInteger.ONE)", "BigDecimal.ZERO.setScale(2_000_000)"})
  void a_number_in_range_is_one(String expression) throws Exception {
    assertThat(plugins.call("@Tool public Object run() { return " + expression.replace('^', '"') + "; }", "{}").isError()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "String        | ^a b^                                   | a b",
      "String        | null                                    | null",
      "int           | 5                                       | 5",
      "double        | 5.0                                     | 5",
      "double        | 2.5 + 0.1                               | 2.6",
      "double        | -0.0                                    | 0",
      "double        | 1e20                                    | 1.0E20",
      "float         | 0.1f                                    | 0.1",
      "BigDecimal    | new BigDecimal(^2.50^)                  | 2.5",
      "BigDecimal    | new BigDecimal(^1E+3^)                  | 1000",
      "BigDecimal    | new BigDecimal(^0.00000001^)            | 0.00000001",
      "BigDecimal    | BigDecimal.ZERO.setScale(5)             | 0",
      "boolean       | true                                    | true",
      "TimeUnit      | TimeUnit.DAYS                           | DAYS",
      "Instant       | Instant.EPOCH                           | 1970-01-01T00:00:00Z",
      "OffsetTime    | LocalTime.NOON.atOffset(ZoneOffset.UTC) | 12:00:00Z",
      "Year          | Year.of(2026)                           | 2026",
      "ZoneId        | ZoneId.of(\"UTC\")                       | UTC",
      "OffsetDateTime| Instant.EPOCH.atOffset(ZoneOffset.UTC)  | 1970-01-01T00:00:00Z",
      "Optional<String>| Optional.of(^a^)                      | a",
      "Optional<String>| Optional.empty()                      | null",
      "List<Integer> | List.of(1, 2)                           | [1,2]",
      "Map<String, Object> | Map.of(^a^, List.of(1.0, ^b^))    | {\"a\":[1,\"b\"]}",
      "Object        | ^a^                                     | a",
      "Object        | new int[] {1}                           | [1]",
      "Object        | Arrays.asList(1, null)                  | [1,null]",
      "Object        | Map.entry(1, 2).getKey()                | 1",
      "Object        | new java.sql.Timestamp(0)               | 1970-01-01T00:00:00Z",
      "Object        | new Date(1)                             | 1970-01-01T00:00:00.001Z",
      "Object        | new StringBuilder(^a^)                  | a",
      "Object        | java.nio.CharBuffer.wrap(^a^)           | a",
      "Object        | 'a'                                     | a",
      "Object        | java.nio.file.Path.of(^a^, ^b^)         | a/b",
      "Object        | new java.util.concurrent.atomic.LongAdder() | 0",
      "Object        | ZoneId.of(^Europe/Berlin^)              | Europe/Berlin",
      "Object        | TimeZone.getTimeZone(^UTC^)             | UTC",
      "Object        | OptionalInt.of(5)                       | 5",
      "Object        | List.of(1, 2).iterator()                | [1,2]",
      "Object        | Collections.enumeration(List.of(1))     | [1]",
      "Object        | new HashMap<>(Map.of(TimeUnit.DAYS, EnumSet.of(TimeUnit.HOURS))) | {\"DAYS\":[\"HOURS\"]}",
      "List<Number>  | List.of(1, 2.5, new BigDecimal(^1.50^), 0.1f, (byte) 3) | [1,2.5,1.5,0.1,3]",
      "Map<String, Comparable<?>> | new TreeMap<>(Map.of(^a^, 1, ^b^, ^c^)) | {\"a\":1,\"b\":\"c\"}",
      "java.util.stream.Stream<String> | java.util.stream.Stream.of(^a^, ^b^) | [\"a\",\"b\"]",
      "java.util.stream.IntStream | java.util.stream.IntStream.of(1, 2) | [1,2]",
      "Iterator<Double> | List.of(1.5).iterator()              | [1.5]",
  })
  void a_simple_value_is_text(String type, String expression, String expected) throws Exception {
    String java = expression.replace('^', '"');

    ToolResult result = plugins.call("@Tool public " + type + " run() { return " + java + "; }", "{}");

    assertThat(result).isEqualTo(ToolResult.text(expected));
  }

  /** As a JDBC driver gives them. */
  @Test
  void a_row_of_a_database_goes_out() throws Exception {
    assertThat(plugins.call("""
        @Tool public List<Map<String, Object>> run() {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("at", java.sql.Timestamp.from(Instant.EPOCH));
          row.put("day", java.sql.Date.valueOf("2026-01-31"));
          row.put("time", java.sql.Time.valueOf("12:00:00"));
          row.put("bytes", new byte[] {1});
          row.put("amount", new BigDecimal("1.50"));
          row.put("initial", 'x');
          row.put("count", new java.util.concurrent.atomic.AtomicInteger(3));
          row.put("none", null);
          return List.of(row);
        }""", "{}")).isEqualTo(ToolResult.text("[{\"at\":\"1970-01-01T00:00:00Z\",\"day\":\"2026-01-31\",\"time\":\"12:00:00\","
        + "\"bytes\":\"AQ==\",\"amount\":1.5,\"initial\":\"x\",\"count\":3,\"none\":null}]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.fasterxml.jackson.databind.JsonNode", "tools.jackson.databind.JsonNode", "com.google.gson.JsonElement",
      "jakarta.json.JsonValue", "org.json.JSONObject", "io.vertx.core.json.JsonArray"})
  void a_json_tree_of_a_library_is_written_as_the_json_that_it_is(String tree) throws Exception {
    String type = tree.substring(tree.lastIndexOf('.') + 1);
    Path jar = PluginJars.jar(plugins.dir(), "fixture", "package " + tree.substring(0, tree.lastIndexOf('.')) + "; public abstract class "
        + type + " implements Iterable<Object> { public java.util.Iterator<Object> iterator() { return java.util.List.of().iterator(); } }",
        PluginJars.plugin("""
            static class Node extends TREE {
              final String json;
              Node(String json) { this.json = json; }
              public String toString() { return json; }
            }
            @Tool(structuredContent = true) public Object inside() { return Map.of("doc", new Node("{\\"a\\":[1]}")); }
            @Tool public ToolResponse response() { return ToolResponse.structured(new Node("[true]")); }
            @Tool public TREE itself() { return new Node("\\"x\\""); }
            @Tool public TREE broken() { return new Node("{"); }""".replace("TREE", tree)));
    LoadedPlugin plugin = plugins.load(jar);

    assertThat(Fixtures.call(plugin, "inside", "{}").structuredContent()).hasToString("{\"doc\":{\"a\":[1]}}");
    assertThat(Fixtures.call(plugin, "response", "{}").structuredContent()).hasToString("[true]");
    assertThat(text(plugin, "itself", "{}")).isEqualTo("x");
    assertThatThrownBy(() -> Fixtures.call(plugin, "broken", "{}")).hasMessage("tool 'broken' answered what cannot be written as JSON:"
        + " the result is a fixture.Fixture$Node, whose text is no JSON that the host can read");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "Map.of(^a/b^, List.of(1, new Thread()))     | /a~1b/1 is a java.lang.Thread, which has no JSON form here",
      "String.class                                | the result is a java.lang.Class, which has no JSON form here",
      "List.of(new java.sql.SQLException(^x^))     | /0 is a java.sql.SQLException, an exception; return what of it",
      "new R(List.of(), new Object[] {new Object()}) | /any/0 is a java.lang.Object",
      "Collections.singletonMap(null, 1)           | the result has a key that is null",
      "Map.of(List.of(), 1)                        | the result has a key that is a java.util.ImmutableCollections",
      "Map.of(^a^, CompletableFuture.completedFuture(1))      | /a is a java.util.concurrent.CompletableFuture, which has its value later",
  })
  void a_value_that_cannot_be_written_is_told_by_member(String expression, String words) {
    assertThatThrownBy(() -> plugins.call("public record R(List<R> more, Object any) {} @Tool public Object run() { return "
        + expression.replace('^', '"') + "; }", "{}")).isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("tool 'run' answered what cannot be written as JSON: " + words);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "list   | /0 is the same object as the result, a cycle, which JSON cannot hold",
      "map    | /a/self is the same object as /a, a cycle, which JSON cannot hold",
      "record | /children/0/children/1 is the same object as the result, a cycle, which JSON cannot hold",
      "bean   | /boss/reports/0 is the same object as the result, a cycle, which JSON cannot hold",
      "array  | /0/0 is the same object as the result, a cycle, which JSON cannot hold",
      "optional | /next/next is the same object as the result, a cycle, which JSON cannot hold",
      "deep   | the result is nested more than 500 levels deep",
  })
  void a_cycle_is_told_by_member(String tool, String words) throws Exception {
    LoadedPlugin plugin = plugins.load("""
        public record Node(String name, List<Node> children) {}
        public static class Worker { public String name; public Worker boss; public List<Worker> reports = new ArrayList<>(); }
        public static class Link { private Link next; public Optional<Link> getNext() { return Optional.of(next); } }
        @Tool public Object list() { List<Object> it = new ArrayList<>(); it.add(it); return it; }
        @Tool public Object map() { Map<String, Object> it = new HashMap<>(); it.put("self", it); return Map.of("a", it); }
        @Tool public Node record() {
          Node it = new Node("a", new ArrayList<>());
          it.children().add(new Node("b", List.of(new Node("c", List.of()), it)));
          return it;
        }
        @Tool public Worker bean() { Worker it = new Worker(); it.boss = new Worker(); it.boss.reports.add(it); return it; }
        @Tool public Object array() { Object[] it = new Object[1]; it[0] = new Object[] {it}; return it; }
        @Tool public Link optional() { Link it = new Link(); it.next = new Link(); it.next.next = it; return it; }
        @Tool public Object deep() { Object it = 1; for (int i = 0; i < 600; i++) { it = List.of(it); } return it; }""");

    assertThatThrownBy(() -> Fixtures.call(plugin, tool, "{}")).isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("tool '" + tool + "' answered what cannot be written as JSON: " + words);
  }

  @Test
  void what_is_there_twice_is_no_cycle() throws Exception {
    assertThat(plugins.call("@Tool public Object run() { List<Integer> one = List.of(1); return List.of(one, Map.of(\"a\", one)); }", "{}"))
        .isEqualTo(ToolResult.text("[[1],{\"a\":[1]}]"));
  }

  @Test
  void nothing_returned_reads_ok() throws Exception {
    assertThat(plugins.call("@Tool public void run() {}", "{}")).isEqualTo(ToolResult.text("ok"));
  }

  @Test
  void content_goes_out_as_it_is() throws Exception {
    ToolResult one = plugins.call("@Tool public ImageContent run() { return new ImageContent(\"aGk=\", \"image/png\"); }",
        "{}");
    ToolResult many = plugins.call("@Tool public List<Content> run() { return List.of(new TextContent(\"a\"),"
        + " new ImageContent(\"aGk=\", \"image/png\")); }", "{}");
    ToolResult none = plugins.call("@Tool public List<TextContent> run() { return List.of(); }", "{}");

    assertThat(one.content()).containsExactly(new ImageContent("aGk=", "image/png"));
    assertThat(many.content()).containsExactly(new TextContent("a"), new ImageContent("aGk=", "image/png"));
    assertThat(none.content()).isEmpty();
  }

  @Test
  void a_response_goes_out_as_it_is() throws Exception {
    ToolResult result = plugins.call("@Tool public ToolResponse run() { return new ToolResponse(true,"
        + " List.of(new TextContent(\"no\")), Map.of(\"code\", 7)); }", "{}");

    assertThat(result.isError()).isTrue();
    assertThat(result.content()).containsExactly(new TextContent("no"));
    assertThat(result.structuredContent()).hasToString("{\"code\":7}");
  }

  @Test
  void a_structured_response_without_text_gets_its_json_as_text() throws Exception {
    ToolResult result = plugins.call("record Hit(String name, Instant at) {} @Tool public ToolResponse run() {"
        + " return ToolResponse.structured(List.of(new Hit(\"a\", Instant.EPOCH))); }", "{}");

    assertThat(result.structuredContent()).hasToString("[{\"name\":\"a\",\"at\":\"1970-01-01T00:00:00Z\"}]");
    assertThat(text(result)).isEqualTo(result.structuredContent().toString());
  }

  @Test
  void a_record_is_structured_and_text() throws Exception {
    ToolResult result = plugins.call("public record Sum(double value, String unit, Optional<String> note) {}"
        + " @Tool public Sum run() { return new Sum(5, null, Optional.empty()); }", "{}");

    assertThat(result.structuredContent()).hasToString("{\"value\":5}");
    assertThat(text(result)).isEqualTo("{\"value\":5}");
  }

  /** RFC 3339, and so a strict client's idea of the format, has no fractions. */
  @Test
  void half_a_second_goes_out_and_breaks_no_schema() throws Exception {
    ToolResult result = plugins.call("public record Took(Duration time, Period since) {}"
        + " @Tool public Took run() { return new Took(Duration.ofMillis(500), Period.ofDays(-1)); }", "{}");

    assertThat(result.structuredContent()).hasToString("{\"time\":\"PT0.5S\",\"since\":\"P-1D\"}");
  }

  @Test
  void structured_content_may_be_any_json() throws Exception {
    ToolResult list = plugins.call("@Tool(structuredContent = true) public List<String> run() { return List.of(\"a\"); }",
        "{}");
    ToolResult number = plugins.call("@Tool(structuredContent = true) public int run() { return 5; }", "{}");

    assertThat(list.structuredContent()).hasToString("[\"a\"]");
    assertThat(number.structuredContent()).hasToString("5");
    assertThat(text(number)).isEqualTo("5");
  }

  @Test
  void a_structured_tool_without_a_result_answers_an_error() throws Exception {
    ToolResult none = plugins.call("public record R(int n) {} @Tool public R run() { return null; }", "{}");
    ToolResult empty = plugins.call("public record R(int n) {} @Tool public Optional<R> run() { return Optional.empty(); }",
        "{}");

    assertThat(none).isEqualTo(empty).isEqualTo(ToolResult.error("There is no result for these arguments."));
  }

  @Test
  void a_number_that_json_lacks_is_an_error_in_words() throws Exception {
    ToolResult result = plugins.call("@Tool public double run() { return 0.0 / 0; }", "{}");

    assertThat(result).isEqualTo(ToolResult.error("the result holds NaN, which is no number in JSON"));
  }

  @Test
  void a_method_that_returns_a_stage_answers_what_the_stage_gives() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        @Tool public CompletableFuture<Integer> later() { return CompletableFuture.supplyAsync(() -> 5); }
        @Tool public CompletionStage<Void> nothing() { return CompletableFuture.completedFuture(null); }""");

    assertThat(text(plugin, "later", "{}")).isEqualTo("5");
    assertThat(text(plugin, "nothing", "{}")).isEqualTo("ok");
  }

  @Test
  void a_failure_meant_for_the_caller_is_an_error_in_its_words() throws Exception {
    assertThat(plugins.call("@Tool public int run() { throw new ToolCallException(\"no such city\"); }", "{}"))
        .isEqualTo(ToolResult.error("no such city"));
    assertThat(plugins.call("@Tool public CompletionStage<String> run() { return CompletableFuture.supplyAsync(() -> {"
        + " throw new ToolCallException(\"no such city\"); }); }", "{}")).isEqualTo(ToolResult.error("no such city"));
  }

  @Test
  void any_other_failure_is_thrown_as_it_is() {
    assertThatThrownBy(() -> plugins.call("@Tool public int run() throws Exception { throw new java.io.IOException(); }", "{}"))
        .isExactlyInstanceOf(IOException.class);
    assertThatThrownBy(() -> plugins.call("@Tool public int run() { throw new StackOverflowError(); }", "{}"))
        .isExactlyInstanceOf(StackOverflowError.class);
    assertThatThrownBy(() -> plugins.call("@Tool public int run() throws Exception { throw new InterruptedException(); }",
        "{}"))
        .isExactlyInstanceOf(InterruptedException.class);
  }

  @Test
  void any_other_failure_of_a_stage_fails_the_answer_as_it_is() throws Exception {
    Feature.Body body = plugins.load("@Tool public CompletionStage<String> run() {"
        + " return CompletableFuture.supplyAsync(() -> { throw new IllegalStateException(\"x\"); }); }")
        .tools().get(0).body();

    CompletionStage<? extends Result> answer = body.call(Fixtures.callOf("run", "{}"));

    assertThat(answer.handle((result, failure) -> failure).toCompletableFuture().get())
        .isExactlyInstanceOf(IllegalStateException.class);
  }

  @Test
  void no_stage_at_all_is_a_fault() {
    assertThatThrownBy(() -> plugins.call("@Tool public CompletionStage<String> run() { return null; }", "{}"))
        .isInstanceOf(NullPointerException.class).hasMessageContaining("run");
  }
}
