package dev.gatehouse.plugin.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.plugin.type.Formats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Describes what a schema expects, in the wording of the host's own configuration messages. */
final class ExpectedValue {

  private ExpectedValue() {
  }

  /** What a value must be, such as {@code must be a whole number from 1 to 9}. */
  static String rule(JsonNode schema) {
    if (schema.has("enum")) {
      return "must be one of " + String.join(", ", texts(schema.path("enum")));
    }
    return switch (schema.path("type").asText()) {
      case "integer" -> "must be a whole number" + range(schema);
      case "number" -> "must be a number" + range(schema);
      case "boolean" -> "must be true or false";
      case "string" -> text(schema);
      case "array" -> "must be a list";
      case "object" -> "must be an object";
      default -> "must be given";
    };
  }

  private static String range(JsonNode schema) {
    String least = schema.has("minimum") ? schema.get("minimum").asText() : null;
    String most = schema.has("maximum") ? schema.get("maximum").asText() : null;
    if (least != null && most != null) {
      return " from " + least + " to " + most;
    }
    return least != null ? " of at least " + least : most != null ? " of at most " + most : "";
  }

  private static String text(JsonNode schema) {
    String format = schema.path("format").asText();
    if (format.equals("duration")) {
      return "must be a duration such as 30s or PT1H30M";
    }
    if (schema.has("contentEncoding")) {
      return "must be " + schema.get("contentEncoding").asText();
    }
    return format.isEmpty() ? "must be a text" : Formats.rule(format);
  }

  /** The effective subschema: references followed, and of alternatives the one that was meant. */
  static JsonNode resolve(JsonNode document, JsonNode schema, JsonNode value) {
    JsonNode form = schema;
    while (form.has("$ref")) {
      form = document.at(form.get("$ref").asText().substring(1));
    }
    for (JsonNode alternative : form.path("oneOf")) {
      JsonNode one = resolve(document, alternative, value);
      if (isMeant(one, value)) {
        return one;
      }
    }
    return form;
  }

  /** Whether an alternative was meant, by its members with constant values. */
  private static boolean isMeant(JsonNode alternative, JsonNode value) {
    for (Map.Entry<String, JsonNode> member : alternative.path("properties").properties()) {
      JsonNode constant = member.getValue().get("const");
      if (constant != null && constant.equals(value.get(member.getKey()))) {
        return true;
      }
    }
    return false;
  }

  static boolean requires(JsonNode form, String member) {
    return texts(form.path("required")).contains(member);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
