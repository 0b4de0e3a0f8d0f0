package dev.gatehouse.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a template of resources: it reads every URI that matches. Its parameters are the template's variables, by
 * name and all of them (see {@link ResourceTemplateArg}); parameters of a context type and of {@link RequestUri} are supplied by the
 * host. What it may return is that of a {@link Resource}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ResourceTemplate {

  /**
   * The URI template (RFC 6570): <code>{name}</code> stands for one segment or a part of it, <code>{+name}</code>, only as the last
   * one, for anything. For example <code>db://tables/{table}/rows/{id}</code>. It is told in normal form and matched with URIs in normal
   * form; variables are percent-decoded. A variable in the host's place is in lower case, as hosts are.
   */
  String uriTemplate();

  /** Its name; the method's name when empty. */
  String name() default "";

  /** A name for people; none when empty. */
  String title() default "";

  /** What it is; none when empty. */
  String description() default "";

  /** The media type of all of its resources, which text and blobs get too; none when empty. */
  String mimeType() default "";

  /** Hints about who it is for. */
  Resource.Annotations annotations() default @Resource.Annotations;

  /** Whether the method may block; what does not must be like a tool that does not, see {@link Tool#blocking}. */
  boolean blocking() default true;
}
