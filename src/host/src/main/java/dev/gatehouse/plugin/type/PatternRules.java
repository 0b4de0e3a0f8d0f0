package dev.gatehouse.plugin.type;

import dev.gatehouse.spi.Pattern;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** What a text must match, as a rule. */
final class PatternRules {

  private PatternRules() {
  }

  /** All that constraints say about patterns. */
  static List<Rule> of(List<Annotation> constraints) {
    List<Rule> rules = constraints.stream().filter(Pattern.class::isInstance).map(Pattern.class::cast).map(PatternRules::of).toList();
    if (rules.size() > 1) {
      throw new UnsupportedTypeException("has two @Pattern; join them into one");
    }
    return rules;
  }

  private static Rule of(Pattern pattern) {
    try {
      if (!SharedRegex.is(java.util.regex.Pattern.compile(pattern.regexp()))) {
        throw new UnsupportedTypeException("has @Pattern(\"" + pattern.regexp() + "\"), which clients, by ECMA-262 with the flag u, cannot"
            + " read, or read otherwise than Java; keep to what both read alike");
      }
      return Rule.pattern(anchored(pattern.regexp()));
    } catch (PatternSyntaxException e) {
      throw new UnsupportedTypeException("has @Pattern(\"" + pattern.regexp() + "\"), which is no regular expression ("
          + e.getDescription() + ")");
    }
  }

  /** JSON Schema looks for a pattern anywhere in the text, the annotation means all of it. */
  private static String anchored(String regexp) {
    boolean already = regexp.startsWith("^") && regexp.endsWith("$") && !regexp.endsWith("\\$") && !regexp.contains("|");
    return already ? regexp : "^(?:" + regexp + ")$";
  }
}
