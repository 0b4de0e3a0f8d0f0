package dev.gatehouse.plugin.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import dev.gatehouse.plugin.type.MismatchException;
import dev.gatehouse.plugin.type.ValidationMessages;
import dev.gatehouse.record.Faults;
import dev.gatehouse.record.Nearest;
import dev.gatehouse.record.OneLine;
import dev.gatehouse.record.PluginSettings;
import dev.gatehouse.record.Section;
import java.util.ArrayList;
import java.util.List;

/** Describes the faults of a plugin's configuration: every field by its path, and what it must be. Values are never shown. */
final class ConfigFaults {

  private final String path;
  private final JsonNode schema;
  private final JsonNode given;
  private final PluginSettings settings;
  private final Faults faults = new Faults();

  /**
   * Creates an empty collection.
   *
   * @param path where the configuration stands in the file
   * @param schema what it must fit
   * @param given the configuration
   */
  ConfigFaults(String path, JsonNode schema, JsonNode given, PluginSettings settings) {
    this.path = path;
    this.schema = schema;
    this.given = given;
    this.settings = settings;
  }

  /** Adds an error of the schema. */
  void add(Error error) {
    JsonNode value = error.getInstanceNode();
    String at = place(error.getInstanceLocation().toString());
    JsonNode rules = schema.at(parent(error.getSchemaLocation().getFragment().toString()));
    String member = error.getProperty();
    switch (error.getKeyword()) {
      case "required" -> faults.add(at + "." + member, "is missing" + missing(rules.path("properties").path(member)));
      case "additionalProperties" -> faults.add(at + "." + member, "is not known; " + hint(member, rules));
      case "type" -> faults.add(at, ExpectedValue.rule(rules) + ", not " + Section.described(value));
      case "enum", "format" -> faults.add(at, ExpectedValue.rule(rules));
      default -> faults.add(at, settings.hide(ValidationMessages.of(error)));
    }
  }

  private String missing(JsonNode rules) {
    String description = rules.path("description").asText();
    return (description.isEmpty() ? "" : " (" + description + ")") + "; it "
        + ExpectedValue.rule(ExpectedValue.resolve(schema, rules, given));
  }

  private static String hint(String member, JsonNode rules) {
    List<String> known = new ArrayList<>();
    rules.path("properties").fieldNames().forEachRemaining(known::add);
    return Nearest.hint(member, known);
  }

  /** Adds faults from a record's constructor, with the author's message, which may quote the value. */
  void add(MismatchException mismatch) {
    mismatch.faults().forEach(fault -> faults.add(place(fault.place()), settings.hide(fault.words())));
  }

  /**
   * Ends the collection.
   *
   * @throws ConfigMismatch when there are faults
   */
  void throwIfAny() {
    if (!faults.isEmpty()) {
      throw mismatch();
    }
  }

  ConfigMismatch mismatch() {
    return new ConfigMismatch(OneLine.of(String.join("; ", faults.lines(fault -> fault.place() + " " + fault.words()))));
  }

  /** Converts a JSON Pointer to a path, as faults of the host's own configuration have it. */
  private String place(String pointer) {
    StringBuilder place = new StringBuilder(path);
    JsonNode node = given;
    for (String segment : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      String name = segment.replace("~1", "/").replace("~0", "~");
      place.append(node.isArray() ? "[" + name + "]" : "." + name);
      node = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
    }
    return place.toString();
  }

  private static String parent(String pointer) {
    return pointer.substring(0, pointer.lastIndexOf('/'));
  }
}
