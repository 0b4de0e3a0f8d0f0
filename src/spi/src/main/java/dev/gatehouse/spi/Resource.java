package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a resource with a fixed URI. It has no arguments; parameters of a context type and of {@link RequestUri} are
 * supplied by the host.
 *
 * <p>What it may return: {@code String} (text), {@code byte[]} (a blob), a {@link ResourceContents} or a list of them, a
 * {@link ResourceResponse}, or a {@link java.util.concurrent.CompletionStage} of any of these, which holds its thread only until it has
 * returned the stage. Throw {@link ResourceNotFoundException} when there is nothing to read.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Resource {

  /** Where it is, for example {@code file:///readme.md}. It is told in normal form (RFC 3986 section 6.2.2). */
  String uri();

  /** Its name; the method's name when empty. */
  String name() default "";

  /** A name for people; none when empty. */
  String title() default "";

  /** What it is; none when empty. */
  String description() default "";

  /** Its media type, which text and blobs get too; none when empty. */
  String mimeType() default "";

  /** Its size in bytes; not told when negative. */
  long size() default -1;

  /** Hints about who it is for. */
  Annotations annotations() default @Annotations;

  /** Whether the method may block; what does not must be like a tool that does not, see {@link Tool#blocking}. */
  boolean blocking() default true;

  /** Hints (MCP {@code Annotations}). */
  @Documented
  @Target({})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Annotations {

    /** Who it is for; not told when empty. */
    Role[] audience() default {};

    /** How much it matters, from 0 to 1; not told when negative. */
    double priority() default -1;

    /** When it was last changed, ISO 8601; not told when empty. */
    String lastModified() default "";
  }
}
