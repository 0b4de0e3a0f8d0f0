package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Year;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The scalar types of JSON: booleans and numbers. Text is {@link Texts}. */
final class Scalars {

  private static final Map<Class<?>, JsonType> ALL = new HashMap<>(Texts.ALL);

  /** Those whose values are of classes that are not known beforehand, the narrower ones first. */
  private static final List<Class<?>> SUPERTYPES = List.of(CharSequence.class, Number.class, Timestamp.class, java.sql.Date.class,
      Time.class, Date.class, Calendar.class, Path.class, File.class, ZoneId.class, TimeZone.class, Charset.class);

  static {
    JsonType bool = new ScalarType(form("boolean"), Scalars::bool, value -> BooleanNode.valueOf((Boolean) value));
    put(boolean.class, Boolean.class, bool);
    put(byte.class, Byte.class, integer(Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue));
    put(short.class, Short.class, integer(Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue));
    put(int.class, Integer.class, integer(Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue));
    // Without bounds: readers that hold numbers as doubles would round them.
    put(long.class, Long.class, new ScalarType(form("integer"),
        node -> Numbers.integer(node, Long.MIN_VALUE, Long.MAX_VALUE), value -> LongNode.valueOf((Long) value)));
    ALL.put(Year.class, new ScalarType(form("integer").put("minimum", Year.MIN_VALUE).put("maximum", Year.MAX_VALUE),
        node -> Year.of((int) Numbers.integer(node, Year.MIN_VALUE, Year.MAX_VALUE)),
        value -> LongNode.valueOf(((Year) value).getValue())));
    put(float.class, Float.class, new ScalarType(form("number"), Numbers::single, value -> Numbers.write((Number) value)));
    put(double.class, Double.class,
        new ScalarType(form("number"), Numbers::floating, value -> Numbers.write(((Double) value).doubleValue())));
    ALL.put(BigInteger.class, new ScalarType(form("integer"), Numbers::bigInteger,
        value -> Numbers.write((BigInteger) value)));
    ALL.put(BigDecimal.class, new ScalarType(form("number"), Numbers::decimal, value -> Numbers.write((BigDecimal) value)));
    ALL.put(Number.class, new ScalarType(form("number"), Scalars::number, value -> Numbers.write((Number) value)));
    ALL.put(AtomicBoolean.class, new ScalarType(form("boolean"), node -> new AtomicBoolean((Boolean) bool(node)),
        value -> BooleanNode.valueOf(((AtomicBoolean) value).get())));
    ALL.put(AtomicInteger.class, integer(Integer.MIN_VALUE, Integer.MAX_VALUE, value -> new AtomicInteger(value.intValue())));
    ALL.put(AtomicLong.class, new ScalarType(form("integer"),
        node -> new AtomicLong(Numbers.integer(node, Long.MIN_VALUE, Long.MAX_VALUE)), value -> Numbers.write((Number) value)));
  }

  private Scalars() {
  }

  /** The type's JSON form, or null when it has parts or none. */
  static @Nullable JsonType of(Class<?> type) {
    return ALL.get(type);
  }

  /** The classes that have one. */
  static Set<Class<?>> all() {
    return ALL.keySet();
  }

  /** The form of a class or of the first of its supertypes that has one; null when there is none. For values, whose classes vary. */
  static @Nullable JsonType written(Class<?> type) {
    JsonType exact = ALL.get(type);
    return exact != null ? exact
        : SUPERTYPES.stream().filter(base -> base.isAssignableFrom(type)).findFirst().map(ALL::get).orElse(null);
  }

  private static void put(Class<?> primitive, Class<?> boxed, JsonType type) {
    ALL.put(primitive, type);
    ALL.put(boxed, type);
  }

  private static ObjectNode form(String type) {
    return Json.object().put("type", type);
  }

  private static JsonType integer(long least, long most, Function<Long, Object> narrow) {
    return new ScalarType(form("integer").put("minimum", least).put("maximum", most),
        node -> narrow.apply(Numbers.integer(node, least, most)), value -> LongNode.valueOf(((Number) value).longValue()));
  }

  private static Object bool(JsonNode node) {
    if (!node.isBoolean()) {
      throw new MismatchException("must be true or false");
    }
    return node.booleanValue();
  }

  private static Object number(JsonNode node) {
    if (!node.isNumber()) {
      throw new MismatchException("must be a number");
    }
    return Numbers.read(node);
  }
}
