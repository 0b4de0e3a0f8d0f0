package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.IntPredicate;

/**
 * A bound of a number range.
 *
 * @param value the number
 * @param inclusive whether it is itself one of them
 */
record Bound(BigDecimal value, boolean inclusive) {

  /** The least whole number from here on. */
  Bound wholeUp() {
    BigDecimal whole = value.setScale(0, RoundingMode.CEILING);
    return new Bound(!inclusive && whole.compareTo(value) == 0 ? whole.add(BigDecimal.ONE) : whole, true);
  }

  /** The greatest whole number up to here. */
  Bound wholeDown() {
    BigDecimal whole = value.setScale(0, RoundingMode.FLOOR);
    return new Bound(!inclusive && whole.compareTo(value) == 0 ? whole.subtract(BigDecimal.ONE) : whole, true);
  }

  /** As the least, whether it leaves out something that another lets in; null lets in all. */
  boolean isAbove(Bound other) {
    return other == null || leavesMore(value.compareTo(other.value), other);
  }

  /** As the greatest, the same. */
  boolean isBelow(Bound other) {
    return other == null || leavesMore(other.value.compareTo(value), other);
  }

  private boolean leavesMore(int compared, Bound other) {
    return compared > 0 || compared == 0 && !inclusive && other.inclusive;
  }

  Rule least() {
    return rule(inclusive ? "minimum" : "exclusiveMinimum", compared -> inclusive ? compared >= 0 : compared > 0);
  }

  Rule most() {
    return rule(inclusive ? "maximum" : "exclusiveMaximum", compared -> inclusive ? compared <= 0 : compared < 0);
  }

  private Rule rule(String keyword, IntPredicate allowed) {
    JsonNode number = Numbers.write(value);
    return new Rule(keyword, number, node -> allowed.test(node.decimalValue().compareTo(value)));
  }
}
