package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.spi.Pattern;
import dev.gatehouse.spi.Size;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * A constraint on a value beyond its type. Those of numbers are {@link NumberRules}.
 *
 * @param keyword the keyword of JSON Schema 2020-12 that says it
 * @param value the keyword's
 * @param holds whether a value of the type is so
 */
record Rule(String keyword, JsonNode value, Predicate<JsonNode> holds) {

  /**
   * The rules of all {@code @Size} among some constraints.
   *
   * @param counted what JSON Schema counts here: {@code Length}, {@code Items} or {@code Properties}
   * @param measure counts it
   */
  static List<Rule> sizes(String counted, List<Annotation> constraints, ToIntFunction<JsonNode> measure) {
    List<Size> sizes = constraints.stream().filter(Size.class::isInstance).map(Size.class::cast).toList();
    int least = sizes.stream().mapToInt(Size::min).max().orElse(0);
    int most = sizes.stream().mapToInt(Size::max).min().orElse(Integer.MAX_VALUE);
    if (sizes.stream().anyMatch(size -> size.min() < 0)) {
      throw new UnsupportedTypeException("has @Size with a min of less than 0");
    }
    if (least > most) {
      throw Constraints.nothingLeft(List.copyOf(sizes));
    }
    List<Rule> rules = new ArrayList<>();
    if (least > 0) {
      rules.add(new Rule("min" + counted, IntNode.valueOf(least), node -> measure.applyAsInt(node) >= least));
    }
    if (most < Integer.MAX_VALUE) {
      rules.add(new Rule("max" + counted, IntNode.valueOf(most), node -> measure.applyAsInt(node) <= most));
    }
    return rules;
  }

  /** The rule of the only {@code @Pattern} among some constraints, if there is one. */
  static List<Rule> patterns(List<Annotation> constraints) {
    List<Rule> rules = constraints.stream().filter(Pattern.class::isInstance).map(one -> pattern(((Pattern) one).regexp())).toList();
    if (rules.size() > 1) {
      throw new UnsupportedTypeException("has two @Pattern; join them into one");
    }
    return rules;
  }

  private static Rule pattern(String regexp) {
    SharedRegex.fault(regexp).ifPresent(fault -> {
      throw new UnsupportedTypeException("has @Pattern(\"" + regexp + "\"), " + fault);
    });
    // JSON Schema looks for a pattern anywhere in the text, the annotation means all of it.
    boolean anchored = regexp.startsWith("^") && regexp.endsWith("$") && !regexp.endsWith("\\$") && !regexp.contains("|");
    String whole = anchored ? regexp : "^(?:" + regexp + ")$";
    BoundedPattern pattern = new BoundedPattern(whole);
    return new Rule("pattern", TextNode.valueOf(whole), node -> pattern.matches(node.textValue()));
  }

  /**
   * Checks a value of the type.
   *
   * @throws MismatchException when it violates the rule
   */
  void check(JsonNode node) {
    if (!holds.test(node)) {
      throw new MismatchException(String.valueOf(ValidationMessages.of(keyword, PlainText.of(value))));
    }
  }
}
