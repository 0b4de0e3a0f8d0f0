package dev.gatehouse.rpc;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The limit on numbers in JSON and in text. RFC 8259 section 6 lets a reader set one. Without it a few characters such as {@code
 * 1e999999999} become a billion digits in whatever compares, rounds or prints them.
 */
public final class JsonNumbers {

  /** The most digits that a number is written with, those of its exponent included. */
  public static final int MAX_DIGITS = 1000;

  /** The greatest exponent, and the least below zero, of a number in scientific notation. A double's are 308 and -324. */
  public static final int MAX_EXPONENT = 1000;

  /** The bound in words. */
  public static final String ALLOWED = "at most " + MAX_DIGITS + " digits and an exponent from -" + MAX_EXPONENT + " to " + MAX_EXPONENT;

  /** The first integer that has one digit more. */
  private static final BigInteger BEYOND = BigInteger.TEN.pow(MAX_DIGITS);

  private JsonNumbers() {
  }

  /** Whether a number is within the bound. Looks at its size alone, and does not write it out. */
  public static boolean isInRange(BigDecimal value) {
    long exponent = (long) value.precision() - value.scale() - 1;
    return value.precision() <= MAX_DIGITS && Math.abs(exponent) <= MAX_EXPONENT;
  }

  /** Whether an integer is within the bound. */
  public static boolean isInRange(BigInteger value) {
    return value.bitLength() < BEYOND.bitLength() || value.abs().compareTo(BEYOND) < 0;
  }

  /** Reads a number that is written as text; none when it is no number, or one beyond the bound. */
  public static Optional<BigDecimal> parse(String text) {
    if (text.length() > MAX_DIGITS + "-.e-".length()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text)).filter(JsonNumbers::isInRange);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Limits the digits in the parser, before a number is converted. */
  static StreamReadConstraints.Builder constrain(StreamReadConstraints.Builder constraints) {
    return constraints.maxNumberLength(MAX_DIGITS);
  }

  /** Creates the numbers of a tree, with the check. It is called only for numbers that do not fit int or long. */
  static final class Factory extends JsonNodeFactory {

    private static final long serialVersionUID = 1L;

    @Override
    public ValueNode numberNode(BigDecimal value) {
      if (value != null && !isInRange(value)) {
        throw new OutOfRangeException();
      }
      return super.numberNode(value);
    }

    @Override
    public NumericNode numberNode(double value) {
      if (Double.isInfinite(value)) {
        throw new OutOfRangeException();
      }
      return super.numberNode(value);
    }
  }

  /** Unchecked carrier through a parser that declares no exception; outside it becomes a {@link NumberRangeException}. */
  static final class OutOfRangeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutOfRangeException() {
      super("a number is out of range", null, false, false);
    }
  }
}
