package dev.gatehouse.record;

import java.util.List;

/** Compares patterns with each other, as sets of names. {@code *} is the only character that stands for others. */
final class PatternCover {

  private PatternCover() {
  }

  /**
   * Whether one of the wide patterns matches everything that the narrow one matches; false when only several of them together do. A star of
   * the narrow one is matched by a star alone, so it is compared as a character.
   */
  static boolean covers(List<String> wide, String narrow) {
    return wide.stream().anyMatch(pattern -> Patterns.matches(pattern, narrow));
  }

  /** Whether a ceiling with these patterns allows everything that the narrow one matches. It asks at each call what a tool declares. */
  static boolean allows(List<String> ceiling, String narrow) {
    return covers(ceiling, narrow) || ceiling.contains(PatternReader.READ_ONLY) && narrow.indexOf('*') < 0;
  }

  /** Whether some name may match both. */
  static boolean overlap(String one, String other) {
    return isCondition(one) || isCondition(other) || overlapFrom(one, other);
  }

  private static boolean isCondition(String pattern) {
    return pattern.equals(PatternReader.READ_ONLY);
  }

  /** Walks both patterns from their ends: {@code row[j]} is whether the rests from {@code i} and {@code j} have a name in common. */
  private static boolean overlapFrom(String one, String other) {
    boolean[] below = new boolean[other.length() + 1];
    for (int i = one.length(); i >= 0; i--) {
      boolean[] row = new boolean[other.length() + 1];
      for (int j = other.length(); j >= 0; j--) {
        row[j] = meets(one, i, other, j, below, row);
      }
      below = row;
    }
    return below[0];
  }

  private static boolean meets(String one, int i, String other, int j, boolean[] below, boolean[] row) {
    boolean ended = i == one.length();
    boolean otherEnded = j == other.length();
    if (ended && otherEnded) {
      return true;
    }
    boolean star = !ended && one.charAt(i) == '*' || !otherEnded && other.charAt(j) == '*';
    if (star) {
      return !ended && below[j] || !otherEnded && row[j + 1];
    }
    return !ended && !otherEnded && one.charAt(i) == other.charAt(j) && below[j + 1];
  }
}
