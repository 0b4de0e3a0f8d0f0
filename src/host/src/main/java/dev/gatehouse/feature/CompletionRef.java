package dev.gatehouse.feature;

import java.util.Objects;

/**
 * What a completion is for: one argument of a prompt, or one variable of a resource template.
 *
 * @param kind which of the two
 * @param name the prompt's name or the URI template
 * @param argument the argument or variable
 */
public record CompletionRef(Kind kind, String name, String argument) {

  /** What has arguments to complete. */
  public enum Kind {
    /** A prompt, by its name. */
    PROMPT,
    /** A resource template, by its URI template. */
    TEMPLATE
  }

  /** Refuses null. */
  public CompletionRef {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(argument, "argument");
  }

  String key() {
    return "completion:" + kind + ':' + argument + ':' + name;
  }
}
