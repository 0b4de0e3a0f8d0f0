package dev.gatehouse.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.rpc.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told about a tool: JSON Schema 2020-12 from its signature, and the annotation's words. */
final class SchemaTest {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @Test
  void arguments_keep_their_order() throws Exception {
    assertThat(input("@Tool public int run(@ToolArg(description = \"the last\") int z, String a) { return z; }")).isEqualTo("""
        {"type":"object",\
        "properties":{\
        "z":{"type":"integer","minimum":-2147483648,"maximum":2147483647,"description":"the last"},\
        "a":{"type":"string"}},\
        "required":["z","a"],\
        "additionalProperties":false}""");
  }

  @Test
  void a_tool_without_arguments_takes_none() throws Exception {
    assertThat(input("@Tool public void run(Caller caller, Deadline deadline, Cancellation cancellation) {}"))
        .isEqualTo("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "String              | {'type':'string'}",
      "CharSequence        | {'type':'string'}",
      "boolean             | {'type':'boolean'}",
      "Boolean             | {'type':'boolean'}",
      "byte                | {'type':'integer','minimum':-128,'maximum':127}",
      "Short               | {'type':'integer','minimum':-32768,'maximum':32767}",
      "long                | {'type':'integer'}",
      "BigInteger          | {'type':'integer'}",
      "float               | {'type':'number'}",
      "Double              | {'type':'number'}",
      "BigDecimal          | {'type':'number'}",
      "TimeUnit[]          | {'type':'array','items':{'type':'string','enum':['NANOSECONDS','MICROSECONDS','MILLISECONDS',"
          + "'SECONDS','MINUTES','HOURS','DAYS']}}",
      "List<String>        | {'type':'array','items':{'type':'string'}}",
      "Collection<?>       | {'type':'array','items':{}}",
      "List                | {'type':'array','items':{}}",
      "Set<Long>           | {'type':'array','items':{'type':'integer'},'uniqueItems':true}",
      "double[][]          | {'type':'array','items':{'type':'array','items':{'type':'number'}}}",
      "List<String>[]      | {'type':'array','items':{'type':'array','items':{'type':'string'}}}",
      "Map<String,Boolean> | {'type':'object','additionalProperties':{'type':'boolean'}}",
      "Map<String,Object>  | {'type':'object'}",
      "Map<String,List<? extends Boolean>> | {'type':'object','additionalProperties':{'type':'array',"
          + "'items':{'type':'boolean'}}}",
      "Object              | {}",
      "byte[]              | {'type':'string','contentEncoding':'base64'}",
      "Instant             | {'type':'string','format':'date-time'}",
      "OffsetDateTime      | {'type':'string','format':'date-time'}",
      "LocalDate           | {'type':'string','format':'date'}",
      "LocalDateTime       | {'type':'string','examples':['2026-01-31T12:00:00']}",
      "Duration            | {'type':'string','format':'duration'}",
      "OffsetTime          | {'type':'string','format':'time'}",
      "YearMonth           | {'type':'string','examples':['2026-01']}",
      "Year                | {'type':'integer','minimum':-999999999,'maximum':999999999}",
      "ZoneId              | {'type':'string','examples':['Europe/Berlin']}",
      "URI                 | {'type':'string','format':'uri'}",
      "UUID                | {'type':'string','format':'uuid'}",
      "char                | {'type':'string','minLength':1,'maxLength':1}",
      "Date                | {'type':'string','format':'date-time'}",
      "java.sql.Date       | {'type':'string','format':'date'}",
      "URL                 | {'type':'string','format':'uri'}",
      "java.nio.file.Path  | {'type':'string'}",
      "Locale              | {'type':'string','examples':['de-DE']}",
      "Number              | {'type':'number'}",
      "ArrayList<Number>   | {'type':'array','items':{'type':'number'}}",
      "TreeSet<Long>       | {'type':'array','items':{'type':'integer'},'uniqueItems':true}",
      "EnumMap<TimeUnit,Long> | {'type':'object','propertyNames':{'type':'string','enum':['NANOSECONDS','MICROSECONDS','MILLISECONDS',"
          + "'SECONDS','MINUTES','HOURS','DAYS']},'additionalProperties':{'type':'integer'}}",
      "Map<Integer,Object> | {'type':'object','propertyNames':{'pattern':'^-?[0-9]+$'}}",
  })
  void a_java_type_has_a_schema(String type, String schema) throws Exception {
    JsonNode tool = Json.mapper().readTree(input("@Tool public void run(" + type + " it) {}"));

    assertThat(tool.at("/properties/it")).hasToString(schema.replace('\'', '"'));
    assertThat(tool.at("/required")).hasToString("[\"it\"]");
  }

  @Test
  void a_record_is_an_object_within() throws Exception {
    assertThat(input("""
        public record Range(@ToolArg(description = "first") int from, Optional<Integer> to) {}
        @Tool public void run(Range range) {}""")).contains("""
        "range":{"type":"object","properties":{\
        "from":{"type":"integer","minimum":-2147483648,"maximum":2147483647,"description":"first"},\
        "to":{"type":"integer","minimum":-2147483648,"maximum":2147483647}},\
        "required":["from"],"additionalProperties":false}""");
  }

  @Test
  void a_generic_record_is_described_by_what_it_holds() throws Exception {
    assertThat(input("public record Pair<A, B>(A a, List<B> b) {} @Tool public void run(Pair<String, Boolean> pair) {}"))
        .contains("\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"array\",\"items\":{\"type\":\"boolean\"}}");
  }

  @Test
  void a_record_within_itself_is_a_reference() throws Exception {
    assertThat(input("public record Node(String name, List<Node> children) {} @Tool public void run(Node root) {}")).isEqualTo("""
        {"type":"object","properties":{"root":{"type":"object","$ref":"#/$defs/Node"}},"required":["root"],\
        "additionalProperties":false,"$defs":{"Node":{"type":"object","properties":{"name":{"type":"string"},\
        "children":{"type":"array","items":{"type":"object","$ref":"#/$defs/Node"}}},"required":["name","children"],\
        "additionalProperties":false}}}""");
  }

  @Test
  void what_may_be_left_out_is_not_required() throws Exception {
    String schema = input("""
        @Tool public void run(Optional<String> a, @ToolArg(required = false) Integer b,
            @ToolArg(defaultValue = "10") int c, @ToolArg(defaultValue = "a, b") String d,
            @ToolArg(defaultValue = "[1, 2]") List<Integer> e, @ToolArg(defaultValue = "DAYS") TimeUnit f) {}""");

    assertThat(schema).doesNotContain("required").contains("\"default\":10", "\"default\":\"a, b\"", "\"default\":[1,2]",
        "\"default\":\"DAYS\"");
  }

  @Test
  void names_and_words_come_from_the_annotations() throws Exception {
    ToolInfo info = plugins.info("""
        @Tool(name = "web.search", title = "Search", description = "Finds pages.", annotations = @Tool.Annotations(
            title = "Web search", readOnlyHint = true, destructiveHint = false, idempotentHint = true, openWorldHint = false))
        public String run(@ToolArg(name = "q") String query) { return query; }""");

    assertThat(info.name()).isEqualTo("web.search");
    assertThat(info.title()).isEqualTo("Search");
    assertThat(info.description()).isEqualTo("Finds pages.");
    assertThat(info.inputSchema().at("/properties")).hasToString("{\"q\":{\"type\":\"string\"}}");
    assertThat(info.annotations()).hasToString("{\"title\":\"Web search\",\"readOnlyHint\":true,\"destructiveHint\":false,"
        + "\"idempotentHint\":true,\"openWorldHint\":false}");
  }

  @Test
  void nothing_is_told_that_was_not_said() throws Exception {
    ToolInfo info = plugins.info("@Tool public String run() { return null; }");

    assertThat(info.name()).isEqualTo("run");
    assertThat(info.title()).isNull();
    assertThat(info.description()).isEmpty();
    assertThat(info.annotations()).isNull();
    assertThat(info.outputSchema()).isNull();
    assertThat(info.meta()).isNull();
  }

  @Test
  void a_record_returned_has_an_output_schema_that_requires_what_is_never_null() throws Exception {
    ToolInfo info = plugins.info("public record Sum(int value, String unit) {} @Tool public Sum run() { return null; }");

    assertThat(info.outputSchema()).hasToString("""
        {"type":"object","properties":{"value":{"type":"integer","minimum":-2147483648,"maximum":2147483647},\
        "unit":{"type":"string"}},"required":["value"]}""");
  }

  @Test
  void an_output_schema_has_an_object_at_its_root_even_when_it_is_recursive() throws Exception {
    ToolInfo info = plugins.info("public record Node(Optional<Node> next) {} @Tool public Node run() { return null; }");

    assertThat(info.outputSchema()).hasToString("""
        {"type":"object","$ref":"#/$defs/Node","$defs":{"Node":{"type":"object","properties":{"next":{"type":"object",\
        "$ref":"#/$defs/Node"}}}}}""");
  }

  @Test
  void structured_content_has_the_schema_of_any_type() throws Exception {
    ToolInfo list = plugins.info("@Tool(structuredContent = true) public List<Boolean> run() { return null; }");
    ToolInfo text = plugins.info("@Tool(structuredContent = true) public String run() { return null; }");

    assertThat(list.outputSchema()).hasToString("{\"type\":\"array\",\"items\":{\"type\":\"boolean\"}}");
    assertThat(text.outputSchema()).isNull();
  }

  private String input(String body) throws PluginException {
    return plugins.info(body).inputSchema().toString();
  }
}
