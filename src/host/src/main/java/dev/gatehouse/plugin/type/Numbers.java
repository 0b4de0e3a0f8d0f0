package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.gatehouse.rpc.JsonNumbers;
import dev.gatehouse.spi.ToolCallException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Converts numbers from and to JSON. {@code 5.0} is an integer (JSON Schema 2020-12 section 6.1.1) and is written {@code 5}. */
final class Numbers {

  /** The limit beyond which a double cannot represent every integer. */
  private static final double EXACT = 1L << 53;

  private static final Set<Class<?>> WHOLE = Set.of(Byte.class, Short.class, Integer.class, Long.class, AtomicInteger.class,
      AtomicLong.class, LongAdder.class, LongAccumulator.class);

  private Numbers() {
  }

  static long integer(JsonNode node, long least, long most) {
    try {
      long value = node.isInt() || node.isLong() ? node.longValue() : exact(node).longValueExact();
      if (value >= least && value <= most) {
        return value;
      }
    } catch (ArithmeticException e) {
      // Has a fraction, or is no long: said below.
    }
    throw new MismatchException("must be an integer from " + least + " to " + most);
  }

  static BigInteger bigInteger(JsonNode node) {
    try {
      return decimal(node).toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw new MismatchException("must be an integer");
    }
  }

  static double floating(JsonNode node) {
    BigDecimal exact = exact(node);
    double value = exact.doubleValue();
    // One too small would become 0, which a bound that it met may forbid.
    if (Double.isInfinite(value) || value == 0 && exact.signum() != 0) {
      throw new MismatchException("must be a number that a double can hold");
    }
    return value;
  }

  static float single(JsonNode node) {
    double exact = floating(node);
    float value = (float) exact;
    if (Float.isInfinite(value) || value == 0 && exact != 0) {
      throw new MismatchException("must be a number that a float can hold");
    }
    return value;
  }

  static BigDecimal decimal(JsonNode node) {
    BigDecimal value = exact(node);
    if (!JsonNumbers.isInRange(value)) {
      throw new MismatchException("must be a number of " + JsonNumbers.ALLOWED);
    }
    return value;
  }

  private static BigDecimal exact(JsonNode node) {
    if (!node.isNumber()) {
      throw new MismatchException("must be a number");
    }
    return node.decimalValue();
  }

  /** Any number, as plain Java would hold it: Integer, Long, BigInteger or Double. */
  static Number read(JsonNode node) {
    return node.isIntegralNumber() ? node.numberValue() : (Number) floating(node);
  }

  /** Any number: those of other libraries by their text, if that is a number. */
  static JsonNode write(Number value) {
    if (WHOLE.contains(value.getClass())) {
      return LongNode.valueOf(value.longValue());
    }
    if (value instanceof Double number) {
      return write(number.doubleValue());
    }
    if (value instanceof BigInteger integer) {
      return write(integer);
    }
    if (value instanceof BigDecimal decimal) {
      return write(decimal);
    }
    if (value instanceof Float) {
      // By way of text: 0.1f is 0.1, not 0.10000000149011612.
      return write(Double.parseDouble(value.toString()));
    }
    return JsonNumbers.parse(String.valueOf(value)).map(Numbers::write).orElseGet(() -> write(value.doubleValue()));
  }

  static JsonNode write(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new ToolCallException("the result holds " + value + ", which is no number in JSON");
    }
    return value == Math.rint(value) && Math.abs(value) <= EXACT ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
  }

  static JsonNode write(BigDecimal value) {
    // First its digits in binary, which take no time to count.
    require(value.signum() == 0 || JsonNumbers.isInRange(value.unscaledValue()) && JsonNumbers.isInRange(value));
    BigDecimal plain = value.stripTrailingZeros();
    return plain.scale() <= 0 ? BigIntegerNode.valueOf(plain.toBigIntegerExact()) : DecimalNode.valueOf(plain);
  }

  static JsonNode write(BigInteger value) {
    require(JsonNumbers.isInRange(value));
    return BigIntegerNode.valueOf(value);
  }

  private static void require(boolean inRange) {
    if (!inRange) {
      throw new ToolCallException("the result holds a number that is out of range (" + JsonNumbers.ALLOWED + ")");
    }
  }

  static String text(JsonNode number) {
    return number.isBigDecimal() ? number.decimalValue().toPlainString() : number.asText();
  }
}
