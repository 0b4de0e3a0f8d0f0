package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Like {@link CompletePrompt}, for one variable of a resource template of the same plugin. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CompleteResourceTemplate {

  /** The template's name, as its {@link ResourceTemplate#name()} says it, or the method's; not its URI. */
  String value();

  /** Whether the method may block; what does not must be like a tool that does not, see {@link Tool#blocking}. */
  boolean blocking() default true;
}
