package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.rpc.Json;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.sql.Time;
import java.sql.Timestamp;
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
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.function.Function;

/** The types written as text in JSON. */
final class Texts {

  private static final JsonType PLAIN = type(Json.object(), "must be a string", text -> text, Object::toString);

  private static final JsonType CHARACTER = type(Json.object().put("minLength", 1).put("maxLength", 1),
      "must be one character of the basic plane", Texts::character, Object::toString);

  private static final JsonType CALENDAR = type(Json.object().put("format", "date-time"), Formats.rule("date-time"),
      text -> GregorianCalendar.from(ZonedDateTime.parse(text)), Texts::calendar);

  static final Map<Class<?>, JsonType> ALL = Map.ofEntries(
      Map.entry(String.class, PLAIN),
      Map.entry(CharSequence.class, PLAIN),
      Map.entry(StringBuilder.class, type(Json.object(), "must be a string", StringBuilder::new, Object::toString)),
      Map.entry(StringBuffer.class, type(Json.object(), "must be a string", StringBuffer::new, Object::toString)),
      Map.entry(char.class, CHARACTER),
      Map.entry(Character.class, CHARACTER),
      Map.entry(byte[].class, base64()),
      Map.entry(Instant.class, format("date-time", Instant::parse)),
      Map.entry(OffsetDateTime.class, offset(OffsetDateTime::parse)),
      Map.entry(ZonedDateTime.class, offset(ZonedDateTime::parse)),
      Map.entry(LocalDate.class, format("date", LocalDate::parse)),
      Map.entry(Duration.class, new DurationType(Formats.rule(DurationFormat.NAME), "PT1H30M", Duration::parse)),
      Map.entry(Period.class,
          new DurationType("must be a duration of days, weeks, months or years such as P1M15D", "P1M15D", Period::parse)),
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
      Map.entry(URL.class, format("uri", Texts::url)),
      Map.entry(UUID.class, format("uuid", UUID::fromString)),
      Map.entry(Path.class, type(Json.object(), "must be a path of this system", Path::of, Object::toString)),
      Map.entry(File.class, type(Json.object(), "must be a path of this system", File::new, Object::toString)),
      Map.entry(Locale.class, type(example("de-DE"), "must be a language tag such as de-DE",
          text -> new Locale.Builder().setLanguageTag(text).build(), locale -> ((Locale) locale).toLanguageTag())),
      Map.entry(Currency.class, example("EUR", Currency::getInstance)),
      Map.entry(Charset.class, example("UTF-8", Charset::forName)),
      Map.entry(TimeZone.class, type(example("Europe/Berlin"), "must be as in Europe/Berlin",
          text -> TimeZone.getTimeZone(ZoneId.of(text)), zone -> ((TimeZone) zone).getID())),
      Map.entry(Date.class, date(Date::from, date -> Instant.ofEpochMilli(date.getTime()))),
      Map.entry(Timestamp.class, date(Timestamp::from, date -> ((Timestamp) date).toInstant())),
      Map.entry(java.sql.Date.class, format("date", text -> java.sql.Date.valueOf(LocalDate.parse(text)))),
      Map.entry(Time.class, type(example("12:00:00"), "must be as in 12:00:00",
          text -> Time.valueOf(LocalTime.parse(text)), Object::toString)),
      Map.entry(Calendar.class, CALENDAR),
      Map.entry(GregorianCalendar.class, CALENDAR));

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

  private static JsonType date(Function<Instant, Object> read, Function<Date, Instant> written) {
    return type(Json.object().put("format", "date-time"), Formats.rule("date-time"),
        text -> read.apply(Instant.parse(text)), date -> written.apply((Date) date).toString());
  }

  private static String calendar(Object calendar) {
    ZoneId zone = ((Calendar) calendar).getTimeZone().toZoneId();
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(((Calendar) calendar).toInstant().atZone(zone));
  }

  private static Object character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException();
    }
    return text.charAt(0);
  }

  private static Object url(String text) {
    try {
      return URI.create(text).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
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

  /**
   * The format in the schema of arguments only: a result with a fraction of a second, which RFC 3339 lacks, must not violate its own
   * schema.
   */
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
    public JsonNode write(Object value, Writing writing) {
      return out.write(value, writing);
    }
  }
}
