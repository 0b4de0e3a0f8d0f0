package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The greatest number that may be given, where a {@code long} cannot say it: {@code maximum} or {@code exclusiveMaximum} in the JSON
 * Schema. Named as in {@code jakarta.validation}; otherwise as {@link Min}.
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface DecimalMax {

  /** The bound, as {@link java.math.BigDecimal} reads it. */
  String value();

  /** Whether the bound itself is allowed. */
  boolean inclusive() default true;
}
