package dev.gatehouse.auth;

import dev.gatehouse.config.Patterns;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the fields of a record, each in its own form. Whatever it cannot read is a {@link FieldException}, never a guess. */
final class Fields {

  // A comma between patterns, or the backslash that a shell leaves before '!', would make a deny that denies nothing.
  private static final Pattern NO_NAME_HAS = Pattern.compile("[,;'\"\\\\!]");
  private static final Pattern NO_URI_HAS = Pattern.compile("[\"\\\\]");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private final Map<String, String> values;

  Fields(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  Iterable<String> names() {
    return values.keySet();
  }

  String required(String field) {
    String value = values.get(field);
    if (value == null || value.isBlank()) {
      throw new FieldException(field, "it is required");
    }
    return value;
  }

  /** The field's value, or null when it is absent. */
  String matching(String field, Pattern form, String needs) {
    String value = values.get(field);
    if (value != null && !form.matcher(value).matches()) {
      throw new FieldException(field, "it must be " + needs);
    }
    return value;
  }

  Instant instant(String field) {
    String value = values.get(field);
    return value == null ? null : read(field, value, Moment::parse);
  }

  Patterns names(String field) {
    return patterns(field, NO_NAME_HAS);
  }

  Patterns uris(String field) {
    return patterns(field, NO_URI_HAS);
  }

  private Patterns patterns(String field, Pattern never) {
    String value = values.getOrDefault(field, "");
    for (String pattern : SPACES.split(value.trim())) {
      plausible(field, pattern.startsWith("!") ? pattern.substring(1) : pattern, never);
    }
    return read(field, value, Patterns::parse);
  }

  /** The tool pattern that is part of a field's name, as in {@code rate.math_*}. */
  String patternAfter(String prefix, String field) {
    String pattern = field.substring(prefix.length());
    if (pattern.isEmpty() || pattern.chars().anyMatch(Character::isWhitespace)) {
      throw new FieldException(field, "one tool pattern must follow '" + prefix + "'");
    }
    plausible(field, pattern, NO_NAME_HAS);
    return pattern;
  }

  <T> T read(String field, Function<String, T> reader) {
    return read(field, values.get(field), reader);
  }

  private static void plausible(String field, String pattern, Pattern never) {
    if (never.matcher(pattern).find()) {
      throw new FieldException(field, "'" + pattern + "' can match nothing; patterns are separated by spaces, '!' begins a deny");
    }
  }

  private static <T> T read(String field, String value, Function<String, T> reader) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new FieldException(field, String.valueOf(e.getMessage()));
    }
  }
}
