package dev.gatehouse.auth.key;

import dev.gatehouse.auth.ConcurrencyLimit;
import dev.gatehouse.auth.CostRule;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Limits;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.record.Allowance.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parses the limit fields of any record: {@code rate}, {@code rate.<pattern>}, {@code quota}, {@code concurrency}, {@code cost.<pattern>}.
 * Its caller checks which of them the record may have.
 */
public final class LimitFields {

  private static final String COST = "cost.";
  private static final String CONCURRENCY = "concurrency";

  private final Fields fields;
  private final Scope scope;
  private final String subject;
  private final List<LimitRule> rules = new ArrayList<>();
  private final List<CostRule> costs = new ArrayList<>();
  private final List<ConcurrencyLimit> ceilings = new ArrayList<>();

  /** The prefixes of field names that end with a tool pattern; {@code cost.} only when {@code withCosts}. */
  public static List<String> families(boolean withCosts) {
    Stream<String> allowances = Stream.of(Kind.values()).filter(Kind::isNarrow).map(LimitFields::family);
    return (withCosts ? Stream.concat(allowances, Stream.of(COST)) : allowances).toList();
  }

  private static String family(Kind kind) {
    return kind.field() + '.';
  }

  /**
   * Creates the parser of one record.
   *
   * @param scope the kind of record that sets the limits
   * @param subject the subject whose calls are counted: {@code tenant}, {@code owner:alice}, {@code key:<line>}
   */
  public LimitFields(Fields fields, Scope scope, String subject) {
    this.fields = fields;
    this.scope = scope;
    this.subject = subject;
  }

  /** Parses the limits; throws {@link FieldException} when a field cannot be read. */
  public Limits read() {
    for (String field : fields.names()) {
      for (Kind kind : Kind.values()) {
        if (field.equals(kind.field())) {
          allowances(field, kind, null);
        } else if (kind.isNarrow() && field.startsWith(family(kind))) {
          allowances(field, kind, fields.patternAfter(family(kind), field));
        }
      }
      if (field.equals(CONCURRENCY)) {
        ceilings.add(new ConcurrencyLimit(scope, subject, fields.read(field, text -> (int) number(text, "at once"))));
      } else if (field.startsWith(COST)) {
        costs.add(new CostRule(fields.patternAfter(COST, field), fields.read(field, text -> number(text, "for one"))));
      }
    }
    return new Limits(rules, costs, ceilings);
  }

  private void allowances(String field, Kind kind, @Nullable String pattern) {
    fields.read(field, kind::parse).forEach(allowance -> rules.add(LimitRule.of(scope, subject, pattern, allowance)));
  }

  private static long number(String text, String what) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("it must be a number of calls " + what + ", 1 to 999999999");
    }
    return Long.parseLong(text);
  }
}
