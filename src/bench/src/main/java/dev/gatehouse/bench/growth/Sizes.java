package dev.gatehouse.bench.growth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is asked for on the command line: steps, and how large each is. */
public final class Sizes {

  private static final Map<String, Integer> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("seconds", 10);
    DEFAULTS.put("starts", 3);
    DEFAULTS.put("streams", 1_000);
    DEFAULTS.put("tenants", 200);
    DEFAULTS.put("tools", 200);
    DEFAULTS.put("keys", 20_000);
  }

  private final List<String> steps = new ArrayList<>();
  private final Map<String, Integer> sizes = new LinkedHashMap<>();

  /** Reads words, with the sizes of {@link Growth}. */
  Sizes(List<String> words, List<String> known) {
    this(words, known, DEFAULTS);
  }

  /**
   * Reads words.
   *
   * @param words each a step, or {@code SIZE=NUMBER}
   * @param known the steps
   * @param defaults the sizes
   * @throws IllegalArgumentException with a sentence when a word is neither
   */
  public Sizes(List<String> words, List<String> known, Map<String, Integer> defaults) {
    sizes.putAll(defaults);
    for (String word : words) {
      if (known.contains(word)) {
        steps.add(word);
      } else if (word.matches("[a-z]+=[1-9][0-9]{0,7}") && sizes.containsKey(name(word))) {
        sizes.put(name(word), Integer.parseInt(word.substring(word.indexOf('=') + 1)));
      } else {
        throw new IllegalArgumentException("'" + word + "' is neither a step (" + String.join(", ", known) + ") nor a size ("
            + String.join("=N, ", sizes.keySet()) + "=N)");
      }
    }
  }

  private static String name(String word) {
    return word.substring(0, word.indexOf('='));
  }

  /** Whether a step is wanted: all are when none is named. */
  public boolean wants(String step) {
    return steps.isEmpty() || steps.contains(step);
  }

  /** A size. */
  public int of(String name) {
    return sizes.get(name);
  }

  @Override
  public String toString() {
    return sizes.toString();
  }
}
