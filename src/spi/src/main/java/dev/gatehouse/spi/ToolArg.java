package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one argument of a {@link Tool} method, or one component of a record, or one property of a bean among them (on its
 * field, getter or setter). Without it a parameter or component is required, a bean's property is not, and each goes by its own name.
 *
 * <p>A parameter may be a {@code String}, {@code boolean}, {@code char}, any number, an enum, a record, a bean, a sealed interface whose
 * types are all records (or again sealed), a collection of any class that has a constructor without parameters, or an array of these, a
 * map whose keys are text, enums, or written as text or integers, a {@code java.time} value, {@code Date}, {@code Timestamp},
 * {@code Calendar}, {@code URI}, {@code URL}, {@code UUID}, {@code Path}, {@code File}, {@code Locale}, {@code Currency},
 * {@code TimeZone}, {@code Charset}, {@code byte[]} (base64), an {@code Optional} of these, or {@code Object} for any JSON.
 *
 * <p>A bean has a constructor without parameters, and setters or public fields; or one constructor, whose parameters' names are known.
 * What it is not given keeps the value that it has by itself.
 *
 * <p>A sealed interface is the JSON object of one of its records with one more member, {@code "type"}, that is the record's simple
 * name: {@code {"type": "Circle", "radius": 2}}. In the schema it is {@code oneOf} of the records.
 *
 * <p>{@link Min}, {@link Max}, {@link DecimalMin}, {@link DecimalMax}, {@link Size} and {@link Pattern} narrow a parameter, a record's
 * component, or a type within, as in {@code List<@Size(max = 10) String>}. They are in the schema, and checked in both directions.
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolArg {

  /** The argument's name; when empty the parameter's name, for which the plugin is compiled with {@code -parameters}. */
  String name() default "";

  /** What the argument means, for the model that fills it in. */
  String description() default "";

  /**
   * Whether it must be given; if not, null stands for what is absent, and a bean keeps its own value. An {@link java.util.Optional}
   * parameter, or one with a default, is never required.
   */
  boolean required() default true;

  /** The value used when the argument is absent, as plain text for what is text in JSON, as JSON else; none when empty. */
  String defaultValue() default "";

  /**
   * A header in which clients of protocol 2026-07-28 repeat the argument, without its prefix {@code Mcp-Param-}, for proxies that
   * route by it; none when empty. Only for text, whole numbers and booleans, and never for a secret.
   */
  String header() default "";
}
