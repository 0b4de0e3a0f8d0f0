package dev.gatehouse.plugin.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.rpc.Json;
import java.io.File;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schema of arguments, reading, writing and schema of results of each type, which agree. */
@SuppressWarnings("UnusedMethod")
final class MappingTest {
  /** A point. */
  public record Point(int x, Optional<Point> next) {
  }

  /** Goes one way or the other. */
  public sealed interface Way {
  }

  /** One way. */
  public record Left(int steps) implements Way {
  }

  /** The other. */
  public record Right() implements Way {
  }

  /** A list of its own class. */
  public static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
  }

  /** Types that have arguments, as the results of methods. */
  private interface Generic {
    List<Integer> list();
    Collection<Integer> collection();
    Iterable<Integer> iterable();
    ArrayList<Integer> arrayList();
    LinkedList<Integer> linkedList();
    Vector<Integer> vector();
    Queue<Integer> queue();
    Deque<Integer> deque();
    ArrayDeque<Integer> arrayDeque();
    PriorityQueue<Integer> priorityQueue();
    LinkedBlockingQueue<Integer> linkedBlockingQueue();
    CopyOnWriteArrayList<Integer> copyOnWriteArrayList();
    Set<Integer> set();
    HashSet<Integer> hashSet();
    TreeSet<Integer> treeSet();
    SortedSet<Integer> sortedSet();
    NavigableSet<Integer> navigableSet();
    int[] array();
    Integer[] boxedArray();
    List<Number> numbers();
    EnumSet<DayOfWeek> enumSet();
    Map<String, Integer> map();
    HashMap<String, Integer> hashMap();
    TreeMap<String, Integer> treeMap();
    SortedMap<String, Integer> sortedMap();
    NavigableMap<String, Integer> navigableMap();
    ConcurrentMap<String, Integer> concurrentMap();
    ConcurrentHashMap<String, Integer> concurrentHashMap();
    Map<DayOfWeek, Integer> byEnum();
    EnumMap<DayOfWeek, Integer> enumMap();
    Map<Long, Integer> byNumber();
    Map<UUID, Integer> byUuid();
    Map<LocalDate, Integer> byDate();
    Optional<Integer> optional();
    Map<String, List<Point[]>> nested();
  }

  private record Sample(Type type, String good, String bad) {

    @Override
    public String toString() {
      return type.getTypeName();
    }
  }

  private static Stream<Sample> samples() {
    return Stream.concat(plain(), generic());
  }

  private static Stream<Sample> plain() {
    return Stream.of(
        samples("true", "'true'", boolean.class, Boolean.class, AtomicBoolean.class),
        samples("-5", "1.5", byte.class, Byte.class, short.class, Short.class, int.class, Integer.class, AtomicInteger.class),
        samples("9223372036854775807", "1e19", long.class, Long.class, AtomicLong.class),
        samples("2.5", "'2.5'", float.class, Float.class, double.class, Double.class, BigDecimal.class, Number.class),
        samples("12345678901234567890", "0.5", BigInteger.class),
        samples("2026", "'2026'", Year.class),
        samples("'a'", "'ab'", char.class, Character.class),
        samples("'a b'", "5", String.class, CharSequence.class, StringBuilder.class, StringBuffer.class),
        samples("'aGk='", "'?'", byte[].class),
        samples("'2026-01-31T12:00:00.123Z'", "'yesterday'", Instant.class, Date.class, Timestamp.class),
        samples("'2026-01-31T12:00:00+01:00'", "'2026-01-31'", OffsetDateTime.class, ZonedDateTime.class, Calendar.class,
            GregorianCalendar.class),
        samples("'2026-01-31'", "'31.1.2026'", LocalDate.class, java.sql.Date.class),
        samples("'12:00:01'", "'noon'", LocalTime.class, Time.class),
        samples("'12:00:01+01:00'", "'12'", OffsetTime.class),
        samples("'2026-01-31T12:00:01'", "'2026-01-31'", LocalDateTime.class),
        samples("'2026-01'", "'2026'", YearMonth.class),
        samples("'--01-31'", "'01-31'", MonthDay.class),
        samples("'PT1M30S'", "'90'", Duration.class),
        samples("'P1M2D'", "'90'", Period.class),
        samples("'Europe/Berlin'", "'Nowhere/Here'", ZoneId.class, TimeZone.class),
        samples("'+01:00'", "'CET?'", ZoneOffset.class),
        samples("'https://example.com/a?b=c'", "'no uri'", URI.class, URL.class),
        samples("'a1b2c3d4-0000-4000-8000-000000000001'", "'a'", UUID.class),
        samples("'a/b.txt'", "7", Path.class, File.class),
        samples("'de-DE'", "'de_DE'", Locale.class),
        samples("'EUR'", "'euro'", Currency.class),
        samples("'UTF-8'", "'no charset'", Charset.class),
        samples("'MONDAY'", "'monday'", DayOfWeek.class),
        samples("{'x':1,'next':{'x':2}}", "{'x':1,'y':2}", Point.class),
        samples("{'type':'Left','steps':3}", "{'type':'Up'}", Way.class),
        samples("{'a':'b'}", "5", Properties.class),
        samples("['a','b']", "[1]", Names.class),
        samples("7", "'x'", OptionalInt.class, OptionalLong.class),
        samples("7.5", "'x'", OptionalDouble.class),
        samples("{'a':[1,'b',true,{}]}", null, Object.class)).flatMap(sample -> sample);
  }

  private static Stream<Sample> samples(String good, String bad, Class<?>... types) {
    return Stream.of(types).map(type -> new Sample(type, good, bad));
  }

  private static Stream<Sample> generic() {
    return Arrays.stream(Generic.class.getDeclaredMethods()).map(method -> {
      Type type = method.getGenericReturnType();
      return switch (method.getName()) {
        case "enumSet" -> new Sample(type, "['MONDAY','FRIDAY']", "['monday']");
        case "numbers" -> new Sample(type, "[1,2.5]", "['1']");
        case "byEnum", "enumMap" -> new Sample(type, "{'MONDAY':1}", "{'monday':1}");
        case "byNumber" -> new Sample(type, "{'-7':1}", "{'a':1}");
        case "byUuid" -> new Sample(type, "{'a1b2c3d4-0000-4000-8000-000000000001':1}", "{'a':1}");
        case "byDate" -> new Sample(type, "{'2026-01-31':1}", "{'a':1}");
        case "optional" -> new Sample(type, "7", "'x'");
        case "nested" -> new Sample(type, "{'a':[[{'x':1}]]}", "{'a':[[{'x':'1'}]]}");
        default -> Map.class.isAssignableFrom(method.getReturnType()) ? new Sample(type, "{'a':1}", "{'a':'b'}")
            : new Sample(type, "[1,2]", "[1,'a']");
      };
    });
  }

  @ParameterizedTest
  @MethodSource("samples")
  void four_ways_agree(Sample sample) throws Exception {
    JsonTypes types = new JsonTypes();
    TypeRef ref = TypeRef.of(sample.type(), Map.of());
    JsonType type = types.argument(ref);
    JsonNode good = json(sample.good());

    assertThat(faults(SchemaWriter.input(type::schema), good)).isEmpty();
    Object value = type.read(good);
    assertThat(value).isInstanceOf(wrapped(ref.raw()));
    JsonNode written = types.result(ref).write(value);
    assertThat(written).hasToString(good.toString());
    assertThat(faults(SchemaWriter.output(type::schema), written)).isEmpty();
    assertThat(types.any().write(value)).as("as an Object").hasToString(
        sample.type() == Way.class ? "{\"steps\":3}" : written.toString());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void what_does_not_fit_is_refused(Sample sample) throws Exception {
    if (sample.bad() != null) {
      JsonType type = new JsonTypes().argument(TypeRef.of(sample.type(), Map.of()));
      JsonNode bad = json(sample.bad());

      // The schema says most of it, the reader the rest.
      assertThat(!faults(SchemaWriter.input(type::schema), bad).isEmpty()
          || catchThrowable(() -> type.read(bad)) instanceof MismatchException).isTrue();
    }
  }

  @Test
  void no_simple_type_is_without_a_sample() {
    assertThat(samples().map(Sample::type)).containsAll(Scalars.all());
  }

  private static List<?> faults(SchemaDocument schema, JsonNode value) {
    return Stream.of(schema.published(), schema.checked()).flatMap(document -> new Validation(document).errors(value, 5).stream()).toList();
  }

  private static Class<?> wrapped(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return Json.read(text.replace('\'', '"'));
  }
}
