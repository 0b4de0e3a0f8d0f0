package dev.gatehouse.auth.key;

import dev.gatehouse.record.Cidr;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.Units;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses the fields of a record, each in its own form. A field that cannot be parsed is a {@link FieldException}, never a guess. */
public final class Fields {

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private final Map<String, String> values;

  /** Sorts the fields. */
  public Fields(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  /** The names of all fields that the record has, sorted. */
  public Iterable<String> names() {
    return values.keySet();
  }

  /** The field's value, which must be there and not blank. */
  public String required(RecordField field) {
    String value = values.get(field.field());
    if (value == null || value.isBlank()) {
      throw new FieldException(field, "it is required");
    }
    return value;
  }

  /** The field's value, or null when it is absent; {@code needs} ends the sentence about one of another form. */
  public @Nullable String matching(RecordField field, Predicate<String> form, String needs) {
    String value = values.get(field.field());
    if (value != null && !form.test(value)) {
      throw new FieldException(field, "it must be " + needs);
    }
    return value;
  }

  /** The field's value, converted, or null when it is absent. */
  public <T> @Nullable T optional(RecordField field, Function<String, T> form) {
    String value = values.get(field.field());
    return value == null ? null : read(field.field(), value, form);
  }

  /** The words of a field, each in this form; none when it is absent. A field that is present but blank is refused. */
  public List<String> words(RecordField field, Predicate<String> form, String needs) {
    String value = values.get(field.field());
    if (value == null) {
      return List.of();
    }
    List<String> words = List.of(SPACES.split(value.strip()));
    if (!words.stream().allMatch(form)) {
      throw new FieldException(field, "it must be " + needs);
    }
    return words.stream().distinct().toList();
  }

  /** The addresses in any of the ranges of {@code ips}. Commas between them are taken, too: they can mean nothing else. */
  static Predicate<String> ranges(String text) {
    List<Cidr> ranges = Stream.of(text.strip().split("[,\\s]+")).map(Cidr::parse).toList();
    return address -> ranges.stream().anyMatch(range -> range.contains(address));
  }

  /**
   * A point in time: unix seconds, ISO-8601 with an offset, or a date, which is its first moment in UTC; null when the field is absent.
   * A time without an offset is refused, since nobody can say when it is.
   */
  public @Nullable Instant moment(RecordField field) {
    return optional(field, Fields::instant);
  }

  private static Instant instant(String text) {
    // Eleven digits reach the year 5138; thirteen would be milliseconds, read as a deadline that never comes.
    if (text.matches("\\d{1,11}")) {
      return Instant.ofEpochSecond(Long.parseLong(text));
    }
    try {
      return text.matches("\\d{4}-\\d\\d-\\d\\d")
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither unix seconds nor ISO-8601 with an offset, such as 2027-01-01T00:00:00Z", e);
    }
  }

  /** A duration such as {@code 90d}; null when the field is absent. */
  public @Nullable Duration age(RecordField field) {
    String value = values.get(field.field());
    try {
      return value == null ? null : Units.duration(value, "1s", Units.LONGEST);
    } catch (IllegalArgumentException e) {
      throw new FieldException(field, "it must be a time such as 90d, 12h or 30m");
    }
  }

  /** A canonical text of all fields but those named: equal for records with equal rights. */
  public String text(List<String> without) {
    StringBuilder text = new StringBuilder();
    values.forEach((field, value) -> {
      if (!without.contains(field)) {
        text.append(field.length()).append(':').append(field).append(value.length()).append(':').append(value);
      }
    });
    return text.toString();
  }

  /** The tool pattern that is part of a field's name, as in {@code rate.math_*}. */
  String patternAfter(String prefix, String field) {
    String pattern = field.substring(prefix.length());
    if (pattern.isEmpty() || pattern.indexOf(' ') >= 0) {
      throw new FieldException(field, "one tool pattern must follow '" + prefix + "'");
    }
    if (pattern.startsWith("@")) {
      throw new FieldException(field, "tools are counted by name here; a condition would count nothing");
    }
    return read(field, pattern, Patterns::tool);
  }

  /** The value of a field that is present, converted. */
  public <T> T read(String field, Function<String, T> reader) {
    return read(field, Objects.requireNonNull(values.get(field), field), reader);
  }

  private static <T> T read(String field, String value, Function<String, T> reader) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new FieldException(field, String.valueOf(e.getMessage()));
    }
  }
}
