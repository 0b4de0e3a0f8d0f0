package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The least number that may be given: {@code minimum} in the JSON Schema. Named as in {@code jakarta.validation}. For any number, of
 * a {@link Tool} method's parameter, a record's component, or within a type such as {@code List<@Min(1) Integer>}. One that does not
 * fit its type, or leaves no value, refuses the plugin.
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Min {

  /** The least, itself allowed. */
  long value();
}
