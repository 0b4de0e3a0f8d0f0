package dev.gatehouse.record;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses patterns of one kind of names. A pattern that no name can match is refused: it may be a misspelt deny, and ignoring it would
 * permit what it should deny.
 */
final class PatternReader {

  static final String READ_ONLY = "@readOnly";

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)(:.*|\\*.*)|\\*.*");
  private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z0-9+.*-]*)://([^/?#]*)(.*)");
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
  private static final Pattern LATE_DENY = Pattern.compile("[,;]!");

  private final NameKind kind;

  PatternReader(NameKind kind) {
    this.kind = kind;
  }

  /**
   * What the words of a text grant and deny.
   *
   * @param allow the patterns that grant
   * @param deny those that deny, without their {@code !}
   */
  record Read(List<String> allow, List<String> deny) {
  }

  Read all(String text) {
    List<String> allow = new ArrayList<>();
    List<String> deny = new ArrayList<>();
    for (String word : text.split(" ")) {
      if (word.equals("!") || word.startsWith("!!")) {
        throw new PatternException("each '!' must be followed by a pattern");
      }
      if (!word.isEmpty()) {
        boolean denies = word.charAt(0) == '!';
        (denies ? deny : allow).add(conditionOrName(denies ? word.substring(1) : word));
      }
    }
    return new Read(List.copyOf(allow), List.copyOf(deny));
  }

  private String conditionOrName(String pattern) {
    if (!pattern.startsWith("@")) {
      return name(pattern);
    }
    if (kind != NameKind.TOOL) {
      throw new PatternException("a condition such as @readOnly is for tools");
    }
    if (!pattern.equals(READ_ONLY)) {
      pattern.substring(1).codePoints().forEach(this::require);
      throw new PatternException("'" + pattern + "' is no condition; there is " + READ_ONLY);
    }
    return pattern;
  }

  /** One pattern of names, without {@code !}. */
  String name(String pattern) {
    pattern.codePoints().forEach(this::require);
    String normal = kind == NameKind.RESOURCE ? uri(pattern) : pattern;
    if (normal.chars().filter(c -> c != '*').count() > kind.longest()) {
      throw new PatternException("a pattern of more than " + kind.longest() + " characters can match nothing: no " + kind.word()
          + "'s name is as long");
    }
    return normal;
  }

  private void require(int c) {
    if (c != '*' && !kind.has(c)) {
      throw new PatternException(CodePoints.shown(c) + " can match nothing: a " + kind.word() + " pattern holds "
          + kind.characters() + " and *; a leading ! denies, spaces separate patterns");
    }
  }

  /** Normalised as the URIs are that it is to match. */
  private static String uri(String pattern) {
    if (LATE_DENY.matcher(pattern).find()) {
      throw new PatternException("a '!' after ',' or ';' denies nothing: spaces separate patterns");
    }
    String normal = percentNormal(pattern);
    Matcher scheme = SCHEME.matcher(normal);
    if (!scheme.matches()) {
      throw new PatternException("a resource pattern can match nothing unless it begins with a scheme, such as file:, or with *");
    }
    if (UriText.hasDotSegment(normal)) {
      throw new PatternException("a resource pattern with the segment '.' or '..' can match nothing: no URI has one");
    }
    if (scheme.group(1) != null) {
      normal = UriText.lower(scheme.group(1)) + scheme.group(2);
    }
    return host(normal);
  }

  /** Hosts are in lower case. What stands after a star may be host or path, so that it cannot be put in lower case here. */
  private static String host(String pattern) {
    Matcher parts = AUTHORITY.matcher(pattern);
    if (!parts.matches()) {
      return pattern;
    }
    if (parts.group(1).indexOf('*') < 0 && parts.group(2).indexOf('*') < 0) {
      return parts.group(1) + ':' + ResourceUri.authority("//" + parts.group(2) + parts.group(3));
    }
    Matcher capital = CAPITAL.matcher(parts.group(2));
    if (capital.find()) {
      throw new PatternException(CodePoints.shown(capital.group().charAt(0))
          + " beside '*' can match no host: hosts are in lower case");
    }
    return pattern;
  }

  private static String percentNormal(String pattern) {
    try {
      UriText.decoded(pattern);
      return UriText.percentNormal(pattern);
    } catch (IllegalArgumentException e) {
      throw new PatternException("a resource pattern " + e.getMessage());
    }
  }
}
