package dev.gatehouse.plugin.type;

import dev.gatehouse.rpc.JsonNumbers;
import dev.gatehouse.spi.DecimalMax;
import dev.gatehouse.spi.DecimalMin;
import dev.gatehouse.spi.Max;
import dev.gatehouse.spi.Min;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Number constraints as rules. A constraint that the type cannot violate is no rule. */
final class NumberRules {

  /** The maximum of each bounded type; the minimum is about as far below zero. */
  private static final Map<Class<?>, BigDecimal> GREATEST = Map.of(
      Byte.class, BigDecimal.valueOf(Byte.MAX_VALUE), Short.class, BigDecimal.valueOf(Short.MAX_VALUE),
      Integer.class, BigDecimal.valueOf(Integer.MAX_VALUE), Long.class, BigDecimal.valueOf(Long.MAX_VALUE),
      Float.class, new BigDecimal(Float.MAX_VALUE), Double.class, new BigDecimal(Double.MAX_VALUE));
  private static final Set<Class<?>> WITH_FRACTIONS = Set.of(Float.class, Double.class, BigDecimal.class);
  private static final Set<Class<?>> EXACT = Set.of(BigInteger.class, BigDecimal.class);

  private final boolean whole;
  private final @Nullable Bound typeLeast;
  private final @Nullable Bound typeMost;

  private NumberRules(Class<?> boxed) {
    whole = !WITH_FRACTIONS.contains(boxed);
    BigDecimal greatest = GREATEST.get(boxed);
    typeMost = greatest == null ? null : new Bound(greatest, true);
    typeLeast = greatest == null ? null : new Bound(whole ? greatest.negate().subtract(BigDecimal.ONE) : greatest.negate(), true);
  }

  static boolean apply(Class<?> boxed) {
    return GREATEST.containsKey(boxed) || EXACT.contains(boxed);
  }

  /** Of a boxed type. */
  static List<Rule> of(Class<?> boxed, List<Annotation> constraints) {
    return new NumberRules(boxed).rules(constraints);
  }

  private List<Rule> rules(List<Annotation> constraints) {
    Bound least = constraints.stream().map(NumberRules::least).filter(Objects::nonNull)
        .map(bound -> whole ? bound.wholeUp() : bound).reduce(typeLeast, (a, b) -> b.isAbove(a) ? b : a);
    Bound most = constraints.stream().map(NumberRules::most).filter(Objects::nonNull)
        .map(bound -> whole ? bound.wholeDown() : bound).reduce(typeMost, (a, b) -> b.isBelow(a) ? b : a);
    if (least != null && most != null && isNothing(least, most)) {
      throw Constraints.nothingLeft(constraints);
    }
    return Stream.of(least == typeLeast ? null : least.least(), most == typeMost ? null : most.most()).filter(Objects::nonNull).toList();
  }

  private static boolean isNothing(Bound least, Bound most) {
    int compared = least.value().compareTo(most.value());
    return compared > 0 || compared == 0 && !(least.inclusive() && most.inclusive());
  }

  private static @Nullable Bound least(Annotation constraint) {
    if (constraint instanceof Min min) {
      return new Bound(BigDecimal.valueOf(min.value()), true);
    }
    return constraint instanceof DecimalMin min ? bound("@DecimalMin", min.value(), min.inclusive()) : null;
  }

  private static @Nullable Bound most(Annotation constraint) {
    if (constraint instanceof Max max) {
      return new Bound(BigDecimal.valueOf(max.value()), true);
    }
    return constraint instanceof DecimalMax max ? bound("@DecimalMax", max.value(), max.inclusive()) : null;
  }

  private static Bound bound(String constraint, String text, boolean inclusive) {
    return JsonNumbers.parse(text).map(value -> new Bound(value, inclusive)).orElseThrow(() -> new UnsupportedTypeException(
        "has " + constraint + "(\"" + text + "\"), which is no number of " + JsonNumbers.ALLOWED));
  }
}
