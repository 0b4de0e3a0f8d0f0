package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import dev.gatehouse.spi.ToolResponse;
import java.util.Map;

/** Schemas that a signature cannot say, and arguments that clients repeat in headers. */
public final class SchemaTools {

  private static final String INPUT = """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
          "address": {
            "$anchor": "addressDef",
            "type": "object",
            "properties": {
              "street": { "type": "string" },
              "city": { "type": "string" }
            }
          }
        },
        "properties": {
          "name": { "type": "string" },
          "address": { "$ref": "#/$defs/address" },
          "contactMethod": { "type": "string", "enum": ["phone", "email"] },
          "phone": { "type": "string" },
          "email": { "type": "string" }
        },
        "allOf": [
          { "anyOf": [ { "required": ["phone"] }, { "required": ["email"] } ] }
        ],
        "if": {
          "properties": { "contactMethod": { "const": "phone" } },
          "required": ["contactMethod"]
        },
        "then": { "required": ["phone"] },
        "else": { "required": ["email"] },
        "additionalProperties": false
      }
      """;

  private static final String OUTPUT = """
      { "type": "object", "properties": { "even": { "type": "boolean" } }, "required": ["even"], "additionalProperties": false }
      """;

  /** The arguments are checked against the schema as it is written, and bound by name. */
  @Tool(name = "json_schema_2020_12_tool", description = "Tool with JSON Schema 2020-12 features", inputSchema = INPUT)
  public String keywords(@ToolArg(required = false) String name, @ToolArg(required = false) Map<String, String> address,
      @ToolArg(required = false) String contactMethod, @ToolArg(required = false) String phone,
      @ToolArg(required = false) String email) {
    return "name " + name + ", address " + address + ", contact by " + contactMethod + ", phone " + phone + ", email " + email;
  }

  @Tool(name = "is_even", description = "Tells whether a number is even.", outputSchema = OUTPUT)
  public ToolResponse even(@ToolArg(description = "the number") long number) {
    return ToolResponse.structured(Map.of("even", number % 2 == 0));
  }

  /** A proxy can route by the header {@code Mcp-Param-Region} without reading the body. */
  @Tool(name = "query_region", description = "Asks an invented database in a region.")
  public String region(@ToolArg(description = "where the database is", header = "Region") String region,
      @ToolArg(description = "what to ask it", defaultValue = "SELECT 1") String query) {
    return "Asked in " + region + ": " + query;
  }
}
