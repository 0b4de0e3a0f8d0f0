package dev.gatehouse.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Permission patterns: space-separated, matched on the whole name, case-sensitive. {@code *} stands for any run of characters,
 * dots included; {@code !p} denies, and a deny wins wherever it stands. What nothing matches is denied.
 *
 * <p>{@code @readOnly} is a condition in a pattern's place: it stands for every tool that declares {@code readOnlyHint}, whatever
 * its name. No tool's name holds an {@code @}.
 */
public final class Patterns {

  private static final String CONDITION = "@";
  private static final String READ_ONLY = "@readOnly";
  private static final Patterns NONE = new Patterns("", List.of(), List.of());

  private final String text;
  private final List<String> allow;
  private final List<String> deny;

  private Patterns(String text, List<String> allow, List<String> deny) {
    this.text = text;
    this.allow = allow;
    this.deny = deny;
  }

  /** Grants nothing. */
  public static Patterns none() {
    return NONE;
  }

  /**
   * Reads patterns.
   *
   * @throws IllegalArgumentException when a {@code !} is not followed by what it denies, or a condition is none that there is
   */
  public static Patterns parse(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    List<String> allow = new ArrayList<>();
    List<String> deny = new ArrayList<>();
    for (String pattern : text.strip().split("\\s+")) {
      if (pattern.equals("!") || pattern.startsWith("!!")) {
        throw new IllegalArgumentException("each '!' must be followed by a pattern");
      }
      boolean denies = pattern.charAt(0) == '!';
      (denies ? deny : allow).add(known(denies ? pattern.substring(1) : pattern));
    }
    return new Patterns(text.strip(), List.copyOf(allow), List.copyOf(deny));
  }

  private static String known(String pattern) {
    if (pattern.startsWith(CONDITION) && !pattern.equals(READ_ONLY)) {
      throw new IllegalArgumentException("'" + pattern + "' is no condition; there is " + READ_ONLY);
    }
    return pattern;
  }

  /** Whether a condition stands among them, which means something for tools alone. */
  public boolean isConditional() {
    return allow.contains(READ_ONLY) || deny.contains(READ_ONLY);
  }

  /** Whether no name at all is granted, because every pattern denies or there is none. */
  public boolean isEmpty() {
    return allow.isEmpty();
  }

  /** Whether the name is granted. */
  public boolean allows(String name) {
    return denying(name) == null && allowing(name) != null;
  }

  /**
   * The first pattern that grants the name.
   *
   * @return the pattern, or null
   */
  public String allowing(String name) {
    return allowing(name, false);
  }

  /**
   * The first pattern that grants the tool.
   *
   * @param readOnly whether it declares {@code readOnlyHint}
   * @return the pattern, or null
   */
  public String allowing(String name, boolean readOnly) {
    return first(allow, name, readOnly);
  }

  /**
   * The first pattern that denies the name.
   *
   * @return the pattern without its {@code !}, or null
   */
  public String denying(String name) {
    return denying(name, false);
  }

  /**
   * The first pattern that denies the tool.
   *
   * @param readOnly whether it declares {@code readOnlyHint}
   * @return the pattern without its {@code !}, or null
   */
  public String denying(String name, boolean readOnly) {
    return first(deny, name, readOnly);
  }

  private static String first(List<String> patterns, String name, boolean readOnly) {
    for (String pattern : patterns) {
      if (pattern.equals(READ_ONLY) ? readOnly : matches(pattern, name)) {
        return pattern;
      }
    }
    return null;
  }

  /** Whether one pattern, without {@code !}, matches the whole name. Linear in practice: it backtracks to the last star only. */
  public static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int mark = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Patterns patterns && patterns.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The patterns as they were written. */
  @Override
  public String toString() {
    return text;
  }
}
