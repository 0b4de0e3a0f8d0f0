package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.rpc.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The types that are text in JSON. */
final class Texts {

  private static final JsonType PLAIN = type(Json.object(), "must be a string", text -> text, Object::toString);

  static final Map<Class<?>, JsonType> ALL = Map.ofEntries(
      Map.entry(String.class, PLAIN),
      Map.entry(CharSequence.class, PLAIN),
      Map.entry(byte[].class, base64()),
      Map.entry(Instant.class, format("date-time", Instant::parse)),
      Map.entry(OffsetDateTime.class, offset(OffsetDateTime::parse)),
      Map.entry(ZonedDateTime.class, offset(ZonedDateTime::parse)),
      Map.entry(LocalDate.class, format("date", LocalDate::parse)),
      Map.entry(Duration.class, new DurationType(Formats.rule(DurationFormat.NAME), "PT1H30M", Duration::parse)),
      Map.entry(Period.class, new DurationType("must be a duration of days, weeks, months or years such as P1M15D", "P1M15D", Period::parse)),
      // RFC 3339, and so "format", has no time without an offset.
      Map.entry(LocalTime.class, example("12:00:00", LocalTime::parse)),
      Map.entry(OffsetTime.class, type(Json.object().put("format", "time"), Formats.rule("time"), OffsetTime::parse,
          time -> DateTimeFormatter.ISO_OFFSET_TIME.format((TemporalAccessor) time))),
      Map.entry(YearMonth.class, example("2026-01", YearMonth::parse)),
      Map.entry(MonthDay.class, example("--01-31", MonthDay::parse)),
      Map.entry(ZoneId.class, example("Europe/Berlin", ZoneId::of)),
      Map.entry(ZoneOffset.class, example("+01:00", ZoneOffset::of)),
      Map.entry(LocalDateTime.class, example("2026-01-31T12:00:00", LocalDateTime::parse)),
      Map.entry(URI.class, format("uri", URI::create)),
      Map.entry(UUID.class, format("uuid", UUID::fromString)));

  private Texts() {
  }

  private static JsonType format(String format, Function<String, Object> parse) {
    return type(Json.object().put("format", format), Formats.rule(format), parse, Object::toString);
  }

  private static JsonType offset(Function<String, Object> parse) {
    // Not toString, which leaves out seconds of zero.
    return type(Json.object().put("format", "date-time"), Formats.rule("date-time"), parse,
        time -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format((TemporalAccessor) time));
  }

  private static JsonType example(String example, Function<String, Object> parse) {
    return type(example(example), "must be as in " + example, parse, Object::toString);
  }

  private static ObjectNode example(String example) {
    ObjectNode form = Json.object();
    form.putArray("examples").add(example);
    return form;
  }

  private static JsonType base64() {
    return type(Json.object().put("contentEncoding", "base64"), "must be base64", Base64.getDecoder()::decode,
        bytes -> Base64.getEncoder().encodeToString((byte[]) bytes));
  }

  private static ScalarType type(ObjectNode more, String rule, Function<String, Object> parse, Function<Object, String> print) {
    ObjectNode form = Json.object().put("type", "string").setAll(more);
    return new ScalarType(form, node -> read(node, rule, parse), value -> TextNode.valueOf(print.apply(value)));
  }

  private static Object read(JsonNode node, String rule, Function<String, Object> parse) {
    try {
      if (node.isTextual()) {
        return parse.apply(node.textValue());
      }
    } catch (RuntimeException e) {
      // Said below in our own words. Not all of the JDK's parsers fail in the way that they declare.
    }
    throw new MismatchException(rule);
  }

  /** Callers are told the format; an answer with a fraction of a second, which RFC 3339 lacks, must not break its own schema. */
  private record DurationType(ScalarType in, ScalarType out) implements JsonType {

    DurationType(String rule, String example, Function<String, Object> parse) {
      this(type(Json.object().put("format", DurationFormat.NAME), rule, parse, Object::toString),
          type(example(example), rule, parse, Object::toString));
    }

    @Override
    public ObjectNode schema(SchemaWriter schemas) {
      return (schemas.isInput() ? in : out).schema(schemas);
    }

    @Override
    public Object read(JsonNode node) {
      return in.read(node);
    }

    @Override
    public JsonNode write(Object value) {
      return out.write(value);
    }
  }
}
