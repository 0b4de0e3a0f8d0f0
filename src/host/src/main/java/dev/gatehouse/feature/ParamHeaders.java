package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@code x-mcp-header} annotations of an input schema. Clients drop a tool that breaks the rules of the specification, so
 * it is refused here: a token (RFC 9110 section 5.6.2), used once in any case, on a string, integer or boolean that is reached by
 * {@code properties} alone.
 */
final class ParamHeaders {

  private static final String KEYWORD = "x-mcp-header";
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
  /** What holds values, not schemas. */
  private static final Set<String> VALUES = Set.of("const", "default", "enum", "examples");
  /** What holds schemas by names that are not keywords. */
  private static final Set<String> NAMED = Set.of("$defs", "definitions", "patternProperties", "dependentSchemas");

  private final String tool;
  private final List<ParamHeader> found = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private ParamHeaders(String tool) {
    this.tool = tool;
  }

  static List<ParamHeader> of(String tool, JsonNode inputSchema) {
    ParamHeaders headers = new ParamHeaders(tool);
    headers.schema(inputSchema, List.of());
    return List.copyOf(headers.found);
  }

  /** One schema; its path is null where a client cannot know it. */
  private void schema(JsonNode schema, @Nullable List<String> path) {
    if (schema.isArray()) {
      schema.forEach(item -> schema(item, null));
    }
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      String keyword = member.getKey();
      if (keyword.equals(KEYWORD)) {
        found.add(header(schema, member.getValue(), path));
      } else if (keyword.equals("properties")) {
        member.getValue().properties().forEach(property -> schema(property.getValue(), child(path, property.getKey())));
      } else if (NAMED.contains(keyword)) {
        member.getValue().forEach(named -> schema(named, null));
      } else if (!VALUES.contains(keyword)) {
        schema(member.getValue(), null);
      }
    }
  }

  private ParamHeader header(JsonNode schema, JsonNode value, @Nullable List<String> path) {
    String name = value.textValue();
    String type = schema.path("type").textValue();
    if (name == null || !TOKEN.matcher(name).matches()) {
      throw invalid(value, "is not a header's name");
    }
    if (path == null || path.isEmpty()) {
      throw invalid(value, "must be on an argument, or on a member of objects within one, not inside of lists or choices");
    }
    if (type == null || !TYPES.contains(type)) {
      throw invalid(value, "must be on a string, an integer or a boolean");
    }
    if (!names.add(name.toLowerCase(Locale.ROOT))) {
      throw invalid(value, "is there twice");
    }
    return new ParamHeader(ParamHeader.PREFIX + name, path, type);
  }

  private IllegalArgumentException invalid(JsonNode value, String why) {
    return new IllegalArgumentException("the header " + value + " of tool '" + tool + "' " + why);
  }

  private static @Nullable List<String> child(@Nullable List<String> path, String name) {
    if (path == null) {
      return null;
    }
    List<String> child = new ArrayList<>(path);
    child.add(name);
    return child;
  }
}
