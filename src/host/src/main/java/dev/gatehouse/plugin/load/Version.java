package dev.gatehouse.plugin.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as builds write it, such as {@code 1.10.0} or {@code 2.0-rc1}. The order is Maven's
 * (<a href="https://maven.apache.org/pom.html#version-order-specification">version order specification</a>): numbers count as
 * numbers, {@code alpha < beta < milestone < rc = cr < snapshot < (nothing) = final = ga = release < sp}, any other word comes after
 * these and before a number, and zeros at the end count for nothing. Capitals do not matter; nor, unlike in Maven, does the kind of
 * separator.
 */
final class Version implements Comparable<Version> {

  private static final Pattern TOKEN = Pattern.compile("\\d+|[a-z]+");
  private static final Pattern SEGMENT =
      Pattern.compile("\\d.*|(?:alpha|beta|milestone|rc|cr|snapshot|final|ga|release|sp|[abm](?=\\d))[\\d.]*");
  private static final Map<String, Integer> RANKS = Map.of("alpha", 0, "a", 0, "beta", 1, "b", 1, "milestone", 2, "m", 2,
      "rc", 3, "cr", 3, "snapshot", 4, "sp", 6);
  private static final List<String> NOTHING = List.of("final", "ga", "release");
  private static final Part END = new Part(5, "");
  private static final int WORD = 7;
  private static final int NUMBER = 8;

  private final String text;
  private final List<Part> parts = new ArrayList<>();

  Version(String text) {
    this.text = text;
    Matcher token = TOKEN.matcher(lower(text));
    while (token.find()) {
      add(token.group());
    }
    trim();
  }

  /** Whether what follows a hyphen still belongs to a version: it begins with a digit, or is one of the words above. */
  static boolean isSegment(String text) {
    return SEGMENT.matcher(lower(text)).matches();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private void add(String token) {
    if (Character.isDigit(token.charAt(0))) {
      parts.add(new Part(NUMBER, token.replaceFirst("^0+", "")));
    } else if (!NOTHING.contains(token)) {
      trim();
      int rank = RANKS.getOrDefault(token, WORD);
      parts.add(new Part(rank, rank == WORD ? token : ""));
    }
  }

  private void trim() {
    while (!parts.isEmpty() && parts.get(parts.size() - 1).isZero()) {
      parts.remove(parts.size() - 1);
    }
  }

  @Override
  public int compareTo(Version other) {
    for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
      int order = part(i).compareTo(other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private Part part(int index) {
    return index < parts.size() ? parts.get(index) : END;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && parts.equals(version.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /** A number without leading zeros, or a word. A number may have any length. */
  private record Part(int rank, String text) implements Comparable<Part> {

    boolean isZero() {
      return rank == NUMBER && text.isEmpty();
    }

    @Override
    public int compareTo(Part other) {
      if (rank != other.rank) {
        return Integer.compare(rank, other.rank);
      }
      return rank == NUMBER && text.length() != other.text.length() ? Integer.compare(text.length(), other.text.length())
          : text.compareTo(other.text);
    }
  }
}
