package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A keyword that compares numbers by exact value (JSON Schema 2020-12 validation, section 6.2). The library's own keywords convert some
 * numbers to long or double, so that 2^64 + 1 becomes 1, and throw beyond the range of a double.
 */
final class NumberKeyword extends AbstractKeyword {

  /** All of them. */
  static final List<Keyword> ALL = List.of(
      new NumberKeyword("minimum", (value, bound) -> value.compareTo(bound) >= 0),
      new NumberKeyword("maximum", (value, bound) -> value.compareTo(bound) <= 0),
      new NumberKeyword("exclusiveMinimum", (value, bound) -> value.compareTo(bound) > 0),
      new NumberKeyword("exclusiveMaximum", (value, bound) -> value.compareTo(bound) < 0),
      new NumberKeyword("multipleOf", (value, divisor) -> value.remainder(divisor).signum() == 0));

  private final BiPredicate<BigDecimal, BigDecimal> holds;

  /**
   * A keyword.
   *
   * @param holds whether a value, the first, is as the keyword's number, the second, demands
   */
  private NumberKeyword(String name, BiPredicate<BigDecimal, BigDecimal> holds) {
    super(name);
    this.holds = holds;
  }

  @Override
  public KeywordValidator newValidator(SchemaLocation location, JsonNode number, Schema parent, SchemaContext context) {
    if (!number.isNumber()) {
      throw new SchemaException(getValue() + " must be a number");
    }
    return new Check(this, number, location, parent, context);
  }

  private static final class Check extends BaseKeywordValidator {

    private final BiPredicate<BigDecimal, BigDecimal> holds;
    private final BigDecimal number;

    Check(NumberKeyword keyword, JsonNode number, SchemaLocation location, Schema parent, SchemaContext context) {
      super(keyword, number, location, parent, context);
      this.holds = keyword.holds;
      this.number = number.decimalValue();
    }

    @Override
    public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath place) {
      if (node.isNumber() && !holds.test(node.decimalValue(), number)) {
        context.addError(error().instanceNode(node).instanceLocation(place).evaluationPath(context.getEvaluationPath())
            .locale(context.getExecutionConfig().getLocale()).arguments(schemaNode.asText()).build());
      }
    }
  }
}
