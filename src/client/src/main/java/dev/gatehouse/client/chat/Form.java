package dev.gatehouse.client.chat;

import dev.gatehouse.client.servers.Arguments;
import dev.gatehouse.client.servers.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A form that a server wants filled in: a flat object of texts, numbers, truth values and choices (MCP 2025-11-25, elicitation). */
final class Form {

  /** Asks the person for one line. */
  @FunctionalInterface
  interface Asker {

    String ask(String what) throws InterruptedException;
  }

  private final Map<?, ?> properties;
  private final List<?> required;
  private final Asker asker;

  Form(Map<String, Object> schema, Asker asker) {
    this.properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
    this.required = schema.get("required") instanceof List<?> names ? names : List.of();
    this.asker = asker;
  }

  /** Asks for each field until what is typed fits. */
  Map<String, Object> fill() throws InterruptedException {
    Map<String, Object> content = new LinkedHashMap<>();
    for (Map.Entry<?, ?> property : properties.entrySet()) {
      String name = String.valueOf(property.getKey());
      Map<?, ?> field = property.getValue() instanceof Map<?, ?> map ? map : Map.of();
      ask(name, field).ifPresent(value -> content.put(name, value));
    }
    return content;
  }

  private Optional<Object> ask(String name, Map<?, ?> field) throws InterruptedException {
    String label = "  " + Plain.line(label(name, field)) + ": ";
    while (true) {
      String typed = asker.ask(label);
      if (typed.isEmpty() && field.get("default") != null) {
        return Optional.of(field.get("default"));
      }
      if (typed.isEmpty() && !required.contains(name)) {
        return Optional.empty();
      }
      try {
        return Optional.of(value(name, typed, field));
      } catch (IllegalArgumentException e) {
        label = "  " + Plain.line(String.valueOf(e.getMessage())) + ": ";
      }
    }
  }

  private String label(String name, Map<?, ?> field) {
    StringBuilder label = new StringBuilder(String.valueOf(field.get("title") == null ? name : field.get("title")));
    if (field.get("description") != null) {
      label.append(" - ").append(field.get("description"));
    }
    List<?> choices = choices(field);
    label.append(" (").append(choices.isEmpty() ? field.get("type") : "one of " + choices);
    label.append(field.get("default") != null ? ", empty: " + field.get("default") : required.contains(name) ? "" : ", may be empty");
    return label.append(')').toString();
  }

  private static Object value(String name, String typed, Map<?, ?> field) {
    if ("array".equals(field.get("type"))) {
      List<?> choices = field.get("items") instanceof Map<?, ?> items ? choices(items) : List.of();
      List<String> picked = List.of(typed.split("\\s*,\\s*"));
      picked.forEach(one -> check(name, one, choices));
      return picked;
    }
    check(name, typed, choices(field));
    if (typed.isEmpty()) {
      throw new IllegalArgumentException(name + " is needed");
    }
    return Arguments.value(name, typed, field.get("type"));
  }

  private static void check(String name, String typed, List<?> choices) {
    if (!choices.isEmpty() && !choices.contains(typed)) {
      throw new IllegalArgumentException(name + " must be one of " + choices);
    }
  }

  private static List<?> choices(Map<?, ?> field) {
    if (field.get("enum") instanceof List<?> choices) {
      return choices;
    }
    Object titled = field.get("oneOf") != null ? field.get("oneOf") : field.get("anyOf");
    List<Object> constants = new ArrayList<>();
    if (titled instanceof List<?> options) {
      options.forEach(option -> constants.add(option instanceof Map<?, ?> map ? map.get("const") : option));
    }
    return constants;
  }
}
