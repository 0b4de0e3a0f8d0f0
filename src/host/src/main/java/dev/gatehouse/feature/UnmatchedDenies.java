package dev.gatehouse.feature;

import dev.gatehouse.record.Patterns;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds deny patterns that match nothing the tenant serves now. Such a pattern is probably misspelt and denies nothing.
 *
 * @param catalogue what the tenant has
 */
public record UnmatchedDenies(Catalogue catalogue) {

  /**
   * Of the patterns of one field, each with its {@code !}.
   *
   * @param field {@code tools}, {@code prompts} or {@code resources}
   */
  public List<String> of(String field, Patterns patterns) {
    return switch (field) {
      case "tools" -> tools(patterns);
      case "prompts" -> prompts(patterns);
      case "resources" -> resources(patterns);
      default -> throw new IllegalArgumentException("there are no patterns of " + field);
    };
  }

  /** Of patterns of tools, each with its {@code !}. */
  public List<String> tools(Patterns patterns) {
    return without(patterns, deny -> catalogue.all(Kind.TOOL).stream()
        .anyMatch(tool -> deny.denying(tool.key().name(), tool.isReadOnly()) != null));
  }

  private List<String> prompts(Patterns patterns) {
    return without(patterns, deny -> catalogue.names(Kind.PROMPT).stream().anyMatch(prompt -> deny.denying(prompt) != null));
  }

  /** A deny that may match a URI of a template is none of them. */
  private List<String> resources(Patterns patterns) {
    return without(patterns, deny -> descriptions(Kind.RESOURCE).anyMatch(resource -> deny.denying(resource.uri()) != null)
        || descriptions(Kind.TEMPLATE).anyMatch(template -> overlap(deny.toString().substring(1), template.anyUri())));
  }

  private Stream<ResourceInfo> descriptions(Kind kind) {
    return catalogue.all(kind).stream().map(entry -> (ResourceInfo) entry.info());
  }

  private static List<String> without(Patterns patterns, Predicate<Patterns> match) {
    return patterns.denies().stream().filter(match.negate()).map(Patterns::toString).toList();
  }

  /** Whether any text matches both patterns. Each is read from its end: {@code both[j]} is about what is left of them. */
  static boolean overlap(String one, String other) {
    boolean[] after = new boolean[other.length() + 1];
    for (int i = one.length(); i >= 0; i--) {
      boolean[] both = new boolean[other.length() + 1];
      for (int j = other.length(); j >= 0; j--) {
        boolean ended = i == one.length() && j == other.length();
        boolean star = i < one.length() && one.charAt(i) == '*' && (after[j] || j < other.length() && both[j + 1]);
        boolean otherStar = j < other.length() && other.charAt(j) == '*' && (both[j + 1] || i < one.length() && after[j]);
        boolean same = i < one.length() && j < other.length() && one.charAt(i) == other.charAt(j) && after[j + 1];
        both[j] = ended || star || otherStar || same;
      }
      after = both;
    }
    return after[0];
  }
}
