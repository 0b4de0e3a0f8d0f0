package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a tool. Its parameters become the tool's arguments (see {@link ToolArg}), but for those of a context
 * type, which the host supplies: {@link Caller}, {@link Deadline}, {@link Cancellation}, {@link TraceContext}, {@link Progress},
 * {@link McpLog}, {@link ListChanges}, and to ask the client {@link Elicitation}, {@link Sampling}, {@link Roots},
 * {@link ClientInputs} and {@link RequestState}.
 *
 * <p>What it may return: {@code String} or another simple value (one text block), a {@link Content} or a list of them, a
 * {@link ToolResponse}, a record, a bean or a sealed interface of records (structured content with an output schema, and its JSON as
 * text), a collection, a map, a stream or an iterator, {@code void}, or a {@link java.util.concurrent.CompletionStage} of any of these,
 * which holds its thread only until it has returned the stage; it asks the client by {@link ClientInputs#askAsync}, since it must not
 * wait. {@code null} reads as the text "null".
 *
 * <p>The host checks the arguments before the method runs: it answers what is missing, unknown, of the wrong type or against a
 * constraint itself, all of it at once. Null, which many models send for what they leave out, is as good as absent where nothing
 * need be given, at any depth. A record among them may refuse its values by an {@link IllegalArgumentException}, whose text
 * is answered too. Structured content that does not conform to its output schema is a fault, and is not sent; nor is what has no
 * JSON form, such as a cycle, whose member is named in the host's log.
 *
 * <p>The method may block, unless it says that it does not ({@link #blocking}). Throw {@link ToolCallException} to tell the model what went
 * wrong; the text of any other exception stays in the host's log. Calls run at the same time, so fields that they share must stand that.
 *
 * <p>An inherited method is a tool too. One that overrides it is a tool only if it has this annotation itself.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Tool {

  /** The tool's name, 1 to 128 of {@code A-Z a-z 0-9 _ - .}; the method's name when empty. */
  String name() default "";

  /** A name for people; none when empty. */
  String title() default "";

  /** What the tool does, for the model that chooses it. */
  String description() default "";

  /** Hints about the tool's behaviour. */
  Annotations annotations() default @Annotations;

  /**
   * Whether a result that is not text goes out as {@code structuredContent} with an {@code outputSchema} made from the return
   * type. A record, a bean, or a sealed interface of records, is structured anyway.
   */
  boolean structuredContent() default false;

  /**
   * The input schema word for word, where the signature cannot say it: JSON Schema, an object's, of the dialect
   * that its {@code $schema} declares: draft-07, 2019-09 or, also without one, 2020-12. The arguments are checked
   * against it and bound to the parameters by name. Made from the parameters when empty. It may refer to itself only, and its
   * patterns must be ones that Java and ECMA-262 read alike, since clients compile them too.
   */
  String inputSchema() default "";

  /**
   * The output schema word for word, for a method that returns a {@link ToolResponse}, a map or another value whose type does not
   * say it. Made from the return type when empty. A result that does not conform is a fault, and is not sent.
   */
  String outputSchema() default "";

  /**
   * Whether the method may block. One that says {@code false} saves its call the way to a thread and back: it runs on the event loop that
   * read the call, and everybody's calls on that event loop wait until it returns. So it must only compute, and for less than a
   * millisecond: no input or output, no {@code sleep}, no {@code wait}, no lock that is held for long, no {@code join} or {@code get} of a
   * future that is not complete. A method that returns a {@link java.util.concurrent.CompletionStage} may say so too, if it returns it at
   * once and its work is done elsewhere. It must leave nothing in a {@link ThreadLocal}, since an event loop outlives the plugin.
   *
   * <p>Everything else stays as it is: arguments are checked, calls are counted and bounded, answers too. But nothing can interrupt an event
   * loop: the deadline of such a call passes unnoticed until the method has returned. One whose call holds the event loop for longer
   * than 5 ms is moved to threads until the plugin is loaded anew, with a line in the host's log. The first call always runs on a thread,
   * since it loads classes, and so does a call with long arguments, since the check of those takes time.
   */
  boolean blocking() default true;

  /** Hints, not promises (MCP {@code ToolAnnotations}); the defaults are those of the specification. */
  @Documented
  @Target({})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Annotations {

    /** A name for people; none when empty. */
    String title() default "";

    /** The tool changes nothing. */
    boolean readOnlyHint() default false;

    /** The tool may destroy or overwrite something. */
    boolean destructiveHint() default true;

    /** Calling it again with the same arguments changes nothing more. */
    boolean idempotentHint() default false;

    /** The tool reaches beyond a closed world, such as the web. */
    boolean openWorldHint() default true;
  }
}
