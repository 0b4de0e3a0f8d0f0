package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a prompt. Its parameters become the prompt's arguments (see {@link PromptArg}), which are strings; those of a
 * context type are supplied by the host, as for a {@link Tool}.
 *
 * <p>What it may return: {@code String} (one message of the user), a {@link Content} (the same), a {@link PromptMessage} or a list of
 * them, a {@link PromptResponse}, or a {@link java.util.concurrent.CompletionStage} of any of these, which holds its thread only
 * until it has returned the stage.
 *
 * <p>The host checks that the required arguments are there. Throw {@link ToolCallException} to tell the caller what is wrong with one.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Prompt {

  /** The prompt's name; the method's name when empty. */
  String name() default "";

  /** A name for people; none when empty. */
  String title() default "";

  /** What the prompt is for. */
  String description() default "";

  /** Whether the method may block; what does not must be like a tool that does not, see {@link Tool#blocking}. */
  boolean blocking() default true;
}
