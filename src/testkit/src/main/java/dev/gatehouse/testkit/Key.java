package dev.gatehouse.testkit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a key may do, in the words of its record: patterns are separated by spaces, {@code *} is any run of characters, {@code !p} denies.
 * A new one may do nothing.
 */
public final class Key {

  private final Map<String, String> fields;

  private Key(Map<String, String> fields) {
    this.fields = Collections.unmodifiableMap(fields);
  }

  /** A key without rights. */
  public static Key key() {
    return new Key(new LinkedHashMap<>());
  }

  /** Which tools it may call. */
  public Key tools(String patterns) {
    return with("tools", patterns);
  }

  /** Which prompts it may use. */
  public Key prompts(String patterns) {
    return with("prompts", patterns);
  }

  /** Which resources it may read, by URI. */
  public Key resources(String patterns) {
    return with("resources", patterns);
  }

  /** Whose it is: what a tool finds in its {@code Caller}. */
  public Key owner(String owner) {
    return with("owner", owner);
  }

  /** How often it may call, for example {@code 2/1m}. */
  public Key rate(String rate) {
    return with("rate", rate);
  }

  /** Any field of a key's record. */
  public Key with(String field, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(field, value);
    return new Key(more);
  }

  Map<String, String> fields() {
    return fields;
  }
}
