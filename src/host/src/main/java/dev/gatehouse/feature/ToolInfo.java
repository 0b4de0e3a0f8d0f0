package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.NameKind;
import dev.gatehouse.rpc.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The description of a tool (MCP {@code Tool}).
 *
 * @param name 1 to 128 of {@code A-Z a-z 0-9 _ - .}
 * @param title a name for people, or null
 * @param description what it does, never null, possibly empty
 * @param inputSchema JSON Schema of the arguments, its root an object, with {@code properties} even if there are none, since
 *     APIs of models refuse a tool without (OpenAI: "object schema missing properties"); never changed after construction
 * @param outputSchema JSON Schema of the structured content, or null
 * @param annotations MCP {@code ToolAnnotations}, or null
 * @param meta MCP {@code _meta} of the listing, or null
 * @param headers the arguments that a client repeats in headers
 */
public record ToolInfo(String name, @Nullable String title, String description, ObjectNode inputSchema, @Nullable ObjectNode outputSchema,
    @Nullable ObjectNode annotations, @Nullable ObjectNode meta, List<ParamHeader> headers) implements Info {

  private static final String PROPERTIES = "properties";

  /** Refuses a name outside the specification's set and a schema that is not an object's. */
  public ToolInfo {
    NameKind.TOOL.requireName(Objects.requireNonNull(name, "name"));
    Objects.requireNonNull(description, "description");
    if (!"object".equals(inputSchema.path("type").textValue())) {
      throw new IllegalArgumentException("the input schema of tool '" + name + "' must have \"type\": \"object\"");
    }
    inputSchema = inputSchema.has(PROPERTIES) ? inputSchema : withProperties(inputSchema);
    headers = List.copyOf(headers);
  }

  /**
   * Takes the headers from the input schema.
   *
   * @throws IllegalArgumentException when its {@code x-mcp-header} annotations break the specification's rules
   */
  public ToolInfo(String name, @Nullable String title, String description, ObjectNode inputSchema, @Nullable ObjectNode outputSchema,
      @Nullable ObjectNode annotations, @Nullable ObjectNode meta) {
    this(name, title, description, inputSchema, outputSchema, annotations, meta, ParamHeaders.of(name, inputSchema));
  }

  private static ObjectNode withProperties(ObjectNode schema) {
    ObjectNode more = Json.object().put("type", "object");
    more.putObject(PROPERTIES);
    return more.setAll(schema);
  }

  @Override
  public Key key() {
    return Key.tool(name);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = Json.object().put("name", name);
    ContentJson.put(json, "title", title);
    json.put("description", description).set("inputSchema", inputSchema);
    ContentJson.put(json, "outputSchema", outputSchema);
    ContentJson.put(json, "annotations", annotations);
    ContentJson.put(json, "_meta", meta);
    return json;
  }

  /** Whether the tool declares {@code readOnlyHint}: what is not declared is not so. */
  public boolean readOnly() {
    return annotations != null && annotations.path("readOnlyHint").asBoolean(false);
  }
}
