package dev.gatehouse.record;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word nearest to a misspelt one, by edit distance. */
public final class Nearest {

  private static final int LONGEST = 64;

  private Nearest() {
  }

  /** The known word with the smallest edit distance, ignoring case; empty when the distance exceeds a third of the length. */
  public static Optional<String> of(String word, Collection<String> known) {
    return word.length() > LONGEST || known.isEmpty() ? Optional.empty()
        : Optional.of(closest(word, known)).filter(other -> distance(word, other) <= Math.max(1, word.length() / 3));
  }

  /** The known word with the smallest edit distance, however large; only the beginning of a long word counts. */
  public static String closest(String word, Collection<String> known) {
    String beginning = word.length() > LONGEST ? word.substring(0, LONGEST) : word;
    return known.stream().min(Comparator.comparingInt(other -> distance(beginning, other))).orElseThrow();
  }

  /** What follows "unknown …;" in a fault: the nearest word, or all that are known. */
  public static String hint(String word, Collection<String> known) {
    return of(word, known).map(Nearest::meant)
        .orElseGet(() -> known.isEmpty() ? "nothing is known here" : "known here: " + String.join(", ", known));
  }

  /** The end of a sentence about an unknown word: the question whether the nearest is meant, or nothing. */
  public static String question(String word, Collection<String> known) {
    return of(word, known).map(near -> "; " + meant(near)).orElse("");
  }

  private static String meant(String near) {
    return "did you mean '" + near + "'?";
  }

  /** Letters added, left out, changed, or swapped with their neighbour (optimal string alignment). */
  private static int distance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
