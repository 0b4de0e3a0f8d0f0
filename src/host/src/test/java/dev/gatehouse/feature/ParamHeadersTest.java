package dev.gatehouse.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which arguments a client repeats in headers, and which annotations it would drop the tool for. */
final class ParamHeadersTest {

  private static ToolInfo tool(String members) throws IOException {
    String schema = "{'type':'object'," + members + "}";
    return new ToolInfo("run", null, "", (ObjectNode) Json.mapper().readTree(schema.replace('\'', '"')), null, null, null);
  }

  @Test
  void headers_are_found_however_deep_in_properties() throws IOException {
    ToolInfo tool = tool("'properties':{'region':{'type':'string','x-mcp-header':'Region'},"
        + "'at':{'type':'object','properties':{'page':{'type':'integer','x-mcp-header':'Page'}}},'other':{'type':'number'}}");

    assertThat(tool.headers()).containsExactly(
        new ParamHeader("Mcp-Param-Region", List.of("region"), "string"),
        new ParamHeader("Mcp-Param-Page", List.of("at", "page"), "integer"));
  }

  @Test
  void an_argument_or_value_of_that_name_is_none() throws IOException {
    assertThat(tool("'properties':{'x-mcp-header':{'type':'string','default':{'x-mcp-header':'A'}}}").headers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "'properties':{'a':{'type':'string','x-mcp-header':''}}                                       | is not a header's name",
      "'properties':{'a':{'type':'string','x-mcp-header':'a b'}}                                    | is not a header's name",
      "'properties':{'a':{'type':'string','x-mcp-header':5}}                                        | is not a header's name",
      "'properties':{'a':{'type':'number','x-mcp-header':'A'}}                                      | must be on a string",
      "'properties':{'a':{'x-mcp-header':'A'}}                                                      | must be on a string",
      "'properties':{'a':{'type':'string','x-mcp-header':'A'},'b':{'type':'string','x-mcp-header':'a'}} | is there twice",
      "'properties':{'a':{'type':'array','items':{'type':'string','x-mcp-header':'A'}}}             | not inside of lists",
      "'anyOf':[{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}]                          | not inside of lists",
      "'$defs':{'d':{'type':'string','x-mcp-header':'A'}}                                           | not inside of lists",
      "'x-mcp-header':'A'                                                                           | must be on an argument"})
  void an_annotation_against_the_rules_is_refused(String members, String words) {
    assertThatThrownBy(() -> tool(members)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of tool 'run'").hasMessageContaining(words);
  }
}
