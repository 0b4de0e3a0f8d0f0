package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which exceptions of a method are business errors, whose message the caller reads: they count as a {@link ToolCallException}
 * with the same message. Without it only that exception's message leaves the host. Named and meant as in Quarkus MCP Server. Of a
 * {@link Tool}, {@link Prompt}, {@link Resource}, {@link ResourceTemplate} or completion method, or of all those of a class; the one
 * on the method wins.
 *
 * <p>Choose exceptions whose messages are written for callers: what a driver or a client library throws may quote addresses and
 * statements. What the host itself throws through a method is never wrapped, nor is an {@link InterruptedException}.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface WrapBusinessError {

  /** An exception that is one of these is wrapped. */
  Class<? extends Throwable>[] value() default {Exception.class};

  /** An exception that is one of these is not, whatever {@link #value} says. */
  Class<? extends Throwable>[] unless() default {};
}
