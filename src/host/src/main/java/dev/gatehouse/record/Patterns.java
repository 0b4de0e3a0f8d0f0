package dev.gatehouse.record;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Permission patterns: separated by spaces, matched on the whole name, case-sensitive. {@code *} matches any run of characters, dots
 * included; {@code !p} denies, and a deny wins wherever it stands. The default is deny.
 *
 * <p>A pattern holds the characters of the names that it is for, see {@link NameKind}; those of resources are normalised as
 * {@link ResourceUri} is. {@code @readOnly} is a condition in a pattern's place: it stands for every tool that declares
 * {@code readOnlyHint}, whatever its name. No tool's name holds an {@code @}.
 */
public final class Patterns {

  private static final Patterns NONE = new Patterns("", List.of(), List.of(), List.of());

  private final String text;
  private final List<String> allow;
  private final List<String> deny;
  private final List<List<String>> denyReadings;

  private Patterns(String text, List<String> allow, List<String> deny, List<List<String>> denyReadings) {
    this.text = text;
    this.allow = allow;
    this.deny = deny;
    this.denyReadings = denyReadings;
  }

  /** Grants nothing. */
  public static Patterns none() {
    return NONE;
  }

  /**
   * Reads patterns of tools' names.
   *
   * @throws IllegalArgumentException when one can match no tool, because of a character that no name has, which the message
   *     shows; when a {@code !} is not followed by what it denies; or when there is no such condition
   */
  public static Patterns tools(String text) {
    return read(NameKind.TOOL, text);
  }

  /**
   * Reads patterns of prompts' names.
   *
   * @throws IllegalArgumentException as {@link #tools}
   */
  public static Patterns prompts(String text) {
    return read(NameKind.PROMPT, text);
  }

  /**
   * Reads patterns of resources' URIs.
   *
   * @throws IllegalArgumentException as {@link #tools}; also when no normalised URI can match
   */
  public static Patterns resources(String text) {
    return read(NameKind.RESOURCE, text);
  }

  private static Patterns read(NameKind kind, String text) {
    PatternReader.Read read = new PatternReader(kind).all(text);
    if (read.allow().isEmpty() && read.deny().isEmpty()) {
      return NONE;
    }
    List<List<String>> readings = kind == NameKind.RESOURCE ? read.deny().stream().map(UriText::readings).toList() : List.of();
    return new Patterns(text.strip(), read.allow(), read.deny(), readings);
  }

  /**
   * Reads one pattern of tools' names, such as the one in the field {@code rate.math_*}: neither {@code !} nor a condition.
   *
   * @return the pattern, for {@link #matches}
   * @throws IllegalArgumentException when it can match no tool; the message shows the character that no name has
   */
  public static String tool(String pattern) {
    if (pattern.isEmpty()) {
      throw new PatternException("the pattern is empty");
    }
    return new PatternReader(NameKind.TOOL).name(pattern);
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
  public @Nullable String allowing(String name) {
    return allowing(name, false);
  }

  /**
   * The first pattern that grants the tool.
   *
   * @param readOnly whether it declares {@code readOnlyHint}
   * @return the pattern, or null
   */
  public @Nullable String allowing(String name, boolean readOnly) {
    return first(allow, name, readOnly);
  }

  /**
   * The first pattern that denies the name.
   *
   * @return the pattern without its {@code !}, or null
   */
  public @Nullable String denying(String name) {
    return denying(name, false);
  }

  /**
   * The first pattern that denies the tool.
   *
   * @param readOnly whether it declares {@code readOnlyHint}
   * @return the pattern without its {@code !}, or null
   */
  public @Nullable String denying(String name, boolean readOnly) {
    return first(deny, name, readOnly);
  }

  /**
   * The first pattern that grants the resource.
   *
   * @return the pattern, normalised, or null
   */
  public @Nullable String allowing(ResourceUri uri) {
    return first(allow, uri.text(), false);
  }

  /**
   * The first pattern that denies the resource. A deny also counts for every URI that a plugin may take for one that it
   * matches: with reserved characters percent-encoded, with a slash doubled, or with another query or fragment.
   *
   * @return the pattern, normalised and without its {@code !}, or null
   */
  public @Nullable String denying(ResourceUri uri) {
    for (int i = 0; i < deny.size(); i++) {
      for (String pattern : denyReadings.get(i)) {
        if (uri.readings().stream().anyMatch(reading -> matches(pattern, reading))) {
          return deny.get(i);
        }
      }
    }
    return null;
  }

  /** Each deny alone, as patterns that deny only that: to find those that deny nothing that there is. */
  public List<Patterns> denies() {
    List<Patterns> single = new ArrayList<>();
    for (int i = 0; i < deny.size(); i++) {
      single.add(new Patterns("!" + deny.get(i), List.of(), List.of(deny.get(i)),
          denyReadings.isEmpty() ? List.of() : List.of(denyReadings.get(i))));
    }
    return List.copyOf(single);
  }

  /**
   * The patterns here that grant more than a ceiling allows: the ceiling has no pattern that covers them, or denies a part of them that is
   * not denied here. An upper bound: what several patterns of the ceiling cover together is listed, too.
   */
  public List<String> beyond(Patterns ceiling) {
    return allow.stream().filter(pattern -> !PatternCover.allows(ceiling.allow, pattern) || ceiling.deny.stream()
        .anyMatch(denied -> PatternCover.overlap(pattern, denied) && !PatternCover.covers(deny, denied))).toList();
  }

  private static @Nullable String first(List<String> patterns, String name, boolean readOnly) {
    for (String pattern : patterns) {
      if (pattern.equals(PatternReader.READ_ONLY) ? readOnly : matches(pattern, name)) {
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
