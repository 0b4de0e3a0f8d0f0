package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one argument of a {@link Prompt} method: a {@code String}, or an {@code Optional<String>} for one that may be left out. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface PromptArg {

  /** The argument's name; when empty the parameter's name, for which the plugin is compiled with {@code -parameters}. */
  String name() default "";

  /** A name for people; none when empty. */
  String title() default "";

  /** What the argument means. */
  String description() default "";

  /** Whether it must be given; if not, null stands for what is absent. An {@link java.util.Optional} is never required. */
  boolean required() default true;

  /** The value used when the argument is absent; none when empty. */
  String defaultValue() default "";
}
