package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * A constraint on a value beyond its type.
 *
 * @param keyword the keyword of JSON Schema 2020-12 that says it
 * @param value the keyword's
 * @param holds whether a value of the type is so
 */
record Rule(String keyword, JsonNode value, Predicate<JsonNode> holds) {

  static Rule least(String keyword, int count, ToIntFunction<JsonNode> measure) {
    return new Rule(keyword, IntNode.valueOf(count), node -> measure.applyAsInt(node) >= count);
  }

  static Rule most(String keyword, int count, ToIntFunction<JsonNode> measure) {
    return new Rule(keyword, IntNode.valueOf(count), node -> measure.applyAsInt(node) <= count);
  }

  static Rule pattern(String regexp) {
    BoundedPattern pattern = new BoundedPattern(regexp);
    return new Rule("pattern", TextNode.valueOf(regexp), node -> pattern.matches(node.textValue()));
  }

  void check(JsonNode node) {
    if (!holds.test(node)) {
      throw new MismatchException(String.valueOf(ValidationMessages.of(keyword, PlainText.of(value))));
    }
  }
}
