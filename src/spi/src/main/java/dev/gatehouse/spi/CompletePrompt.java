package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method propose values for one argument of a prompt of the same plugin. It has one {@code String} parameter, what the
 * caller has written so far, named as the argument is or by {@link CompleteArg}; a {@link CompleteContext} tells the other arguments.
 *
 * <p>What it may return: a list of strings, a {@code String}, a {@link CompletionResponse}, or a
 * {@link java.util.concurrent.CompletionStage} of any of these. More than a hundred values are not sent.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CompletePrompt {

  /** The prompt's name. */
  String value();

  /** Whether the method may block; what does not must be like a tool that does not, see {@link Tool#blocking}. */
  boolean blocking() default true;
}
