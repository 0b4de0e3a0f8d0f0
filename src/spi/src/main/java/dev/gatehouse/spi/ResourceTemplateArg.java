package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the variable of a {@link ResourceTemplate} that a {@code String} parameter takes. Not needed when their names are the same. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface ResourceTemplateArg {

  /** The variable's name; when empty the parameter's name. */
  String name() default "";
}
