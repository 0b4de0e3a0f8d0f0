package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one argument of a {@link Tool} method. Without it a parameter is required and goes by its own name. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolArg {

  /** The argument's name; when empty the parameter's name, for which the plugin is compiled with {@code -parameters}. */
  String name() default "";

  /** What the argument means, for the model that fills it in. */
  String description() default "";

  /** Whether it must be given. An {@link java.util.Optional} parameter, or one with a default, is never required. */
  boolean required() default true;

  /** The value used when the argument is absent, written as text or JSON; none when empty. */
  String defaultValue() default "";
}
