package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a text must match from its first character to its last: {@code pattern} in the JSON Schema. Named as in
 * {@code jakarta.validation}. Clients check by it too, so it must be one that Java and ECMA-262 (with the flag {@code u}) read alike: no
 * {@code (?i)}, no possessive quantifiers, no escapes that nothing needs, such as {@code \-} outside brackets. A text for which the match
 * takes too long is not accepted. One that is no such regular expression, or is not on a text, refuses the plugin.
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Pattern {

  /** The regular expression. */
  String regexp();
}
