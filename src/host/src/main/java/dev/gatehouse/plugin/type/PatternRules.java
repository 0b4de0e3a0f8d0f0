package dev.gatehouse.plugin.type;

import dev.gatehouse.spi.Pattern;
import java.lang.annotation.Annotation;
import java.util.List;

/** Text patterns as a rule. */
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
    SharedRegex.fault(pattern.regexp()).ifPresent(fault -> {
      throw new UnsupportedTypeException("has @Pattern(\"" + pattern.regexp() + "\"), " + fault);
    });
    return Rule.pattern(anchored(pattern.regexp()));
  }

  /** JSON Schema looks for a pattern anywhere in the text, the annotation means all of it. */
  private static String anchored(String regexp) {
    boolean already = regexp.startsWith("^") && regexp.endsWith("$") && !regexp.endsWith("\\$") && !regexp.contains("|");
    return already ? regexp : "^(?:" + regexp + ")$";
  }
}
