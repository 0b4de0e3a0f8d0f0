package dev.gatehouse.plugin.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.record.Units;
import dev.gatehouse.rpc.Json;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Normalises forms that an operator may write and a caller may not: durations ({@code "30s"}); numbers and booleans as text, since {@code
 * ${env:PORT}} is text; null for optional fields.
 */
final class ConfigForm {

  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");
  private static final Pattern FLAG = Pattern.compile("true|false");

  private final JsonNode document;

  /**
   * Creates a form.
   *
   * @param document the schema that the result is to fit
   */
  ConfigForm(JsonNode document) {
    this.document = document;
  }

  /** Converts a value to its schema's type; a value that cannot be converted stays, and the schema refuses it. */
  JsonNode fit(JsonNode value) {
    return fit(value, document);
  }

  private JsonNode fit(JsonNode value, JsonNode schema) {
    JsonNode form = ExpectedValue.resolve(document, schema, value);
    return switch (value.getNodeType()) {
      case OBJECT -> object(value, form);
      case ARRAY -> items(value, form.path("items"));
      case STRING -> text(value, form);
      default -> value;
    };
  }

  private ObjectNode object(JsonNode value, JsonNode form) {
    ObjectNode fitting = Json.object();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode known = form.path("properties").path(member.getKey());
      if (!member.getValue().isNull() || known.isMissingNode() || ExpectedValue.requires(form, member.getKey())) {
        fitting.set(member.getKey(), fit(member.getValue(), known.isMissingNode() ? form.path("additionalProperties") : known));
      }
    }
    return fitting;
  }

  private ArrayNode items(JsonNode value, JsonNode form) {
    ArrayNode fitting = Json.array();
    value.forEach(item -> fitting.add(fit(item, form)));
    return fitting;
  }

  private static JsonNode text(JsonNode value, JsonNode form) {
    String text = value.textValue();
    return switch (form.path("type").asText()) {
      case "integer", "number" -> bare(value, NUMBER);
      case "boolean" -> bare(value, FLAG);
      case "string" -> form.path("format").asText().equals("duration")
          ? Units.iso(text).<JsonNode>map(TextNode::valueOf).orElse(value) : value;
      default -> value;
    };
  }

  /** As if it had been written without quotes. */
  private static JsonNode bare(JsonNode value, Pattern form) {
    try {
      return form.matcher(value.textValue()).matches() ? Json.read(value.textValue()) : value;
    } catch (JsonProcessingException e) {
      return value;
    }
  }
}
