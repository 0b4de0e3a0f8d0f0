package dev.gatehouse.mcp;

import dev.gatehouse.record.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** "Did you mean": the name that a caller probably meant, of those that they may use and no others. */
final class Suggestion {

  /** Names that differ in these and in case alone are spellings of one another: {@code list_tickets}, {@code listTickets}. */
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[_.-]");
  /** A longer name would be costly to compare, and is nobody's slip. */
  private static final int LONGEST = 64;
  private static final int MOST_SEPARATORS = 4;
  /** How many names are compared letter by letter, which takes time. */
  private static final int MOST = 200;

  private Suggestion() {
  }

  /**
   * A clause that follows the unknown name, or nothing.
   *
   * @param names those that exist
   * @param granted whether the caller may use one; asked of near ones only
   */
  static String of(String name, Stream<String> names, Predicate<String> granted) {
    if (name.length() > LONGEST) {
      return "";
    }
    String plain = plain(name);
    int slips = Math.max(MOST_SEPARATORS, name.length() / 3);
    List<String> near = names.filter(other -> Math.abs(other.length() - name.length()) <= slips).filter(granted).limit(MOST).toList();
    Optional<String> spelling = near.stream().filter(other -> plain(other).equals(plain)).findFirst();
    return spelling.or(() -> Nearest.of(name, near)).map(meant -> ". Did you mean '" + meant + "'?").orElse("");
  }

  private static String plain(String name) {
    return BETWEEN_WORDS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
