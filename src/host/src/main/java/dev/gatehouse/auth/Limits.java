package dev.gatehouse.auth;

import dev.gatehouse.record.Rate;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rate limits, quotas, costs and concurrency limits of a caller, collected from all records.
 *
 * @param rules rates and quotas; every one that counts a tool is charged
 * @param costs what calls take; of several for one tool the dearest holds
 * @param ceilings how many calls may run at once, all of them at the same time
 */
public record Limits(List<LimitRule> rules, List<CostRule> costs, List<ConcurrencyLimit> ceilings) {

  /** Without limit. */
  public static final Limits NONE = new Limits(List.of(), List.of(), List.of());

  /** Sorts the rules and removes duplicates. */
  public Limits {
    rules = rules.stream().distinct().sorted(LimitRule.ORDER).toList();
    costs = List.copyOf(costs);
    ceilings = List.copyOf(ceilings);
  }

  /** Rates of one subject and nothing else. */
  static Limits rates(Scope scope, String subject, List<Rate> rates) {
    return new Limits(rates.stream().map(rate -> LimitRule.of(scope, subject, null, rate)).toList(), List.of(), List.of());
  }

  /** Combines two sets; every limit holds. */
  public Limits and(Limits other) {
    return new Limits(both(rules, other.rules), both(costs, other.costs), both(ceilings, other.ceilings));
  }

  private static <T> List<T> both(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** The rules that a call of the tool is charged to, in order; may be empty. */
  public List<LimitRule> of(String tool) {
    for (LimitRule rule : rules) {
      if (!rule.counts(tool)) {
        return rules.stream().filter(counted -> counted.counts(tool)).toList();
      }
    }
    return rules;
  }

  /** The cost of one call of the tool. */
  public long cost(String tool) {
    long cost = 1;
    for (CostRule rule : costs) {
      if (rule.cost() > cost && rule.counts(tool)) {
        cost = rule.cost();
      }
    }
    return cost;
  }
}
