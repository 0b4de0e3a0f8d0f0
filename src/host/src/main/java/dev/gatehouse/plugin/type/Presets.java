package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.record.Fault;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.NumberRangeException;

/** Parses the text of a {@code defaultValue}. */
final class Presets {

  private Presets() {
  }

  /** The default as JSON, readable as its type and valid against its schema. The schema shows it to clients. */
  static JsonNode parse(String text, JsonType type) {
    JsonNode node = json(text, type);
    try {
      type.read(node);
    } catch (MismatchException e) {
      Fault fault = e.faults().get(0);
      throw refusal(text, fault.place(), fault.words());
    } catch (RuntimeException e) {
      // Of a record's constructor.
      throw new UnsupportedTypeException("has the defaultValue \"" + text + "\", for which its type throws " + e);
    }
    new Validation(SchemaWriter.input(type::schema).checked()).errors(node, 1).stream().findFirst().ifPresent(error -> {
      throw refusal(text, error.getInstanceLocation().toString(), ValidationMessages.of(error));
    });
    return node;
  }

  private static UnsupportedTypeException refusal(String text, String pointer, String words) {
    return new UnsupportedTypeException("has the defaultValue \"" + text + "\", but "
        + (pointer.isEmpty() ? words.startsWith("'") ? "" : "it " : pointer + ": ") + words);
  }

  private static JsonNode json(String text, JsonType type) {
    String form = SchemaWriter.input(type::schema).published().path("type").asText();
    if (form.equals("string")) {
      return TextNode.valueOf(text);
    }
    try {
      return Json.read(text);
    } catch (JsonProcessingException e) {
      if (form.isEmpty() && !(e instanceof NumberRangeException)) {
        return TextNode.valueOf(text);
      }
      throw new UnsupportedTypeException("has the defaultValue \"" + text + "\", which is not JSON"
          + (e instanceof NumberRangeException ? ": " + e.getOriginalMessage() : ""));
    }
  }
}
