package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How much may be given: characters of a text (Unicode code points), items of a list, set or array, members of a map; in the JSON
 * Schema {@code minLength}, {@code minItems}, {@code minProperties} and their counterparts. Named as in {@code jakarta.validation}. One
 * that does not fit its type, or leaves no value, refuses the plugin.
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Size {

  /** The least, not negative. */
  int min() default 0;

  /** The most. */
  int max() default Integer.MAX_VALUE;
}
