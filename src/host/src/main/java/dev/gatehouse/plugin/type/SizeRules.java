package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.spi.Size;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Length and size constraints as rules. */
final class SizeRules {

  private SizeRules() {
  }

  /**
   * All that constraints say about size.
   *
   * @param counted what JSON Schema counts here: {@code Length}, {@code Items} or {@code Properties}
   * @param measure counts it
   */
  static List<Rule> of(String counted, List<Annotation> constraints, ToIntFunction<JsonNode> measure) {
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
      rules.add(Rule.least("min" + counted, least, measure));
    }
    if (most < Integer.MAX_VALUE) {
      rules.add(Rule.most("max" + counted, most, measure));
    }
    return rules;
  }
}
