package dev.gatehouse.auth;

import dev.gatehouse.config.Cidr;
import dev.gatehouse.config.Patterns;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the fields of a record, each in its own form. Whatever it cannot read is a {@link FieldException}, never a guess. */
final class Fields {

  // A comma between patterns, or the backslash that a shell leaves before '!', would make a deny that denies nothing.
  private static final Pattern NO_NAME_HAS = Pattern.compile("[,;'\"\\\\!]");
  private static final Pattern NO_URI_HAS = Pattern.compile("[\"\\\\]");
  private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhd])");
  private static final Map<String, ChronoUnit> AGE_UNITS =
      Map.of("s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);
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

  boolean has(String field) {
    return values.containsKey(field);
  }

  Patterns tools() {
    return patterns("tools", NO_NAME_HAS);
  }

  Patterns prompts() {
    return unconditional("prompts", patterns("prompts", NO_NAME_HAS));
  }

  Patterns resources() {
    return unconditional("resources", patterns("resources", NO_URI_HAS));
  }

  private static Patterns unconditional(String field, Patterns patterns) {
    if (patterns.isConditional()) {
      throw new FieldException(field, "a condition such as @readOnly is for tools");
    }
    return patterns;
  }

  /** The words of a field, each in the form; none when it is absent. Words that are there, but blank, cannot be meant. */
  List<String> words(String field, Pattern form, String needs) {
    String value = values.get(field);
    if (value == null) {
      return List.of();
    }
    List<String> words = List.of(SPACES.split(value.strip()));
    if (!words.stream().allMatch(word -> form.matcher(word).matches())) {
      throw new FieldException(field, "it must be " + needs);
    }
    return words.stream().distinct().toList();
  }

  /** The ranges of {@code ips}; null when the field is absent. Commas between them are taken, too: they can mean nothing else. */
  List<Cidr> ranges(String field) {
    String value = values.get(field);
    return value == null ? null
        : read(field, value, text -> Stream.of(text.strip().split("[,\\s]+")).map(Cidr::parse).toList());
  }

  /** How long, such as {@code 90d}; null when the field is absent. */
  Duration age(String field) {
    String value = values.get(field);
    Matcher m = AGE.matcher(value == null ? "1d" : value);
    if (!m.matches() || m.group(1).matches("0+")) {
      throw new FieldException(field, "it must be a time such as 90d, 12h or 30m");
    }
    return value == null ? null : Duration.of(Long.parseLong(m.group(1)), AGE_UNITS.get(m.group(2)));
  }

  /** Every field but those named, in order, as text: the same for the same rights. */
  String text(List<String> without) {
    StringBuilder text = new StringBuilder();
    values.forEach((field, value) -> {
      if (!without.contains(field)) {
        text.append(field.length()).append(':').append(field).append(value.length()).append(':').append(value);
      }
    });
    return text.toString();
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
    if (pattern.startsWith("@")) {
      throw new FieldException(field, "tools are counted by name here; a condition would count nothing");
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
