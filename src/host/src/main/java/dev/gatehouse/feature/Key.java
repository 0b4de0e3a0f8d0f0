package dev.gatehouse.feature;

import dev.gatehouse.record.ResourceUri;
import java.util.Objects;

/**
 * Identifies a feature within a tenant: in its catalogue, on the event bus and for its bulkhead.
 *
 * @param kind what it is
 * @param name a tool's or prompt's name, a resource's URI, a template's URI template; for a completion that of what it completes
 * @param argument the argument or variable that a completion completes; empty for every other kind
 */
public record Key(Kind kind, String name, String argument) implements Comparable<Key> {

  /** Refuses null. */
  public Key {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(argument, "argument");
  }

  /** A tool's. */
  public static Key tool(String name) {
    return new Key(Kind.TOOL, name, "");
  }

  /** A prompt's. */
  public static Key prompt(String name) {
    return new Key(Kind.PROMPT, name, "");
  }

  /** That of a resource with a fixed URI. */
  public static Key resource(ResourceUri uri) {
    return new Key(Kind.RESOURCE, uri.text(), "");
  }

  /** A resource template's. */
  public static Key template(ResourceUri uriTemplate) {
    return new Key(Kind.TEMPLATE, uriTemplate.text(), "");
  }

  /** That of what completes one argument of a prompt or template. */
  public static Key completion(String promptOrTemplate, String argument) {
    return new Key(Kind.COMPLETION, promptOrTemplate, argument);
  }

  /** By kind, then by name: lists must not change their order while the set is the same, on any host. */
  @Override
  public int compareTo(Key other) {
    int order = kind.compareTo(other.kind);
    if (order == 0) {
      order = name.compareTo(other.name);
    }
    return order == 0 ? argument.compareTo(other.argument) : order;
  }

  /** In words, of several: {@code tools named 'add'}. */
  public String several() {
    return kind.several(this);
  }

  /** In words, for messages: {@code tool 'add'}. */
  @Override
  public String toString() {
    return kind == Kind.COMPLETION ? "completion of '" + argument + "' of '" + name + "'" : kind + " '" + name + "'";
  }
}
