package dev.gatehouse.plugin.type;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The common subset of Java's and ECMA-262's regular expressions (2024, section 22.2.1, with the flag {@code u}), with the same meaning in
 * both. Clients compile the schemas that they receive; some reject the whole schema for a pattern that they cannot compile.
 */
public final class SharedRegex {

  private static final String CLASSES =
      "\\\\(?:[dDwWsS]|[pP]\\{(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?|(?:Script|sc)=\\w+)})";
  private static final String CHARACTERS = "\\\\(?:[\\^$.*+?()\\[\\]{}|/\\\\fnrt]|x\\p{XDigit}{2}|u\\p{XDigit}{4})";
  /** In brackets; a dash beside what stands for many characters is no range to Java and an error to others. */
  private static final String MEMBERS =
      "\\[\\^?-?(?:" + CLASSES + "(?!-[^]])|" + CHARACTERS + "|\\\\-|-(?!\\\\[dDwWsSpP])|&(?!&)|[^\\[\\]\\\\&-])+]";
  private static final String GROUP = "\\((?:\\?(?::|<?[=!](?![^()]*\\)[*+?{])|<[A-Za-z][A-Za-z0-9]*>)|(?!\\?))";
  /** Neither possessive nor doubled. */
  private static final String COUNT = "(?:[*+?]|\\{\\d+(?:,\\d*)?})\\??+(?![*+?{])";
  private static final String PLACE = "(?:[\\^$]|\\\\[bB])(?![*+?{])";
  /** What may be counted. */
  private static final String ATOM = "(?:" + String.join("|", CLASSES, CHARACTERS, MEMBERS, "[).]", "[^\\[\\]{}()\\\\^$.*+?|]") + ")";
  private static final Pattern FORM = Pattern.compile("(?:" + String.join("|", ATOM + "(?:" + COUNT + ")?+", GROUP, PLACE, "\\|") + ")*+");
  private static final Pattern REFERENCE = Pattern.compile("\\\\([1-9])(?!\\d)");

  private SharedRegex() {
  }

  /**
   * What keeps an expression from being read by both.
   *
   * @return a clause that follows the expression, such as {@code which is no regular expression (…)}; empty when nothing does
   */
  public static Optional<String> fault(String regexp) {
    try {
      return is(Pattern.compile(regexp)) ? Optional.empty() : Optional.of("which clients, by ECMA-262 with the flag u, cannot read, or"
          + " read otherwise than Java; keep to what both read alike");
    } catch (PatternSyntaxException e) {
      return Optional.of("which is no regular expression (" + e.getDescription() + ")");
    }
  }

  /** Whether an expression, which Java reads, is one for both. What is refused though ECMA-262 has it can be written otherwise. */
  static boolean is(Pattern java) {
    int groups = java.matcher("").groupCount();
    // A reference to a group that is there is as good as a character.
    String form = REFERENCE.matcher(java.pattern()).replaceAll(one -> Integer.parseInt(one.group(1)) <= groups ? "\\\\n" : "$0");
    return FORM.matcher(form).matches();
  }
}
