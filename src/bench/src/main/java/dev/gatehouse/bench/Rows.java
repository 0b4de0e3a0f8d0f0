package dev.gatehouse.bench;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The names of the rows of the comparison, in the order of the table. */
final class Rows {

  private static final Map<String, List<String>> GROUPS = Map.of(
      "plain", List.of("bare", "hop", "ceiling"),
      "peers", List.of("quarkus", "quarkus-thread", "quarkus-redis", "tomcat", "typescript"),
      "host", List.of("key", "key-inline", "key-stage", "token", "rate", "lease"),
      "units", List.of("quota", "limits", "progress", "session", "session-progress", "edge", "traced", "traced-all"));
  private static final List<String> ORDER = Stream.of("plain", "peers", "host").map(GROUPS::get).flatMap(List::stream).toList();

  private static final List<String> WORDS = Stream.of(List.of("plain", "peers", "host", "units"), ORDER, GROUPS.get("units"))
      .flatMap(List::stream).toList();

  private Rows() {
  }

  /**
   * The rows that some words name: a row, or {@code plain}, {@code peers} or {@code host} for some together; these without a word.
   * {@code units} are rows of this host that only {@code src/bench/units} asks for.
   *
   * @throws IllegalArgumentException with a sentence when there is no such row
   */
  static Set<String> named(List<String> words) {
    if (words.isEmpty()) {
      return new LinkedHashSet<>(ORDER);
    }
    Set<String> names = new LinkedHashSet<>();
    words.forEach(word -> names.addAll(GROUPS.getOrDefault(word, List.of(row(word)))));
    return names;
  }

  /** The rows that need a host. */
  static String[] ofThisHost() {
    return Stream.of("host", "units").map(GROUPS::get).flatMap(List::stream).toArray(String[]::new);
  }

  private static String row(String word) {
    if (!WORDS.contains(word)) {
      throw new IllegalArgumentException("there is no row '" + word + "'; there are " + String.join(", ", WORDS));
    }
    return word;
  }
}
