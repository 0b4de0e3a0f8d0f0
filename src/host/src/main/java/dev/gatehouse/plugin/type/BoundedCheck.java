package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import dev.gatehouse.feature.loop.StepBudget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One validation with a bounded number of steps and kept errors. In a recursive schema, nested alternatives take exponentially many steps
 * for some small but deep documents, and the errors of an alternative are kept until all alternatives have been tried.
 * On an event loop its steps are those of {@link StepBudget} too.
 */
final class BoundedCheck extends ExecutionContext {

  /** The steps for each value; a step is one keyword and takes about a tenth of a microsecond. */
  private static final long STEPS_PER_VALUE = 200;
  private static final long SPARE_STEPS = 1_000_000;
  /** A mask: after this many steps and one it checks whether its thread was interrupted by a call timeout. */
  private static final long INTERVAL = 0x3ff;
  /** The same on an event loop, and how many steps of the budget one is. */
  private static final long LOOP_INTERVAL = 0x3f;
  private static final long COST = 10;

  private final int limit;
  private final JsonNode instance;
  private final @Nullable StepBudget budget = StepBudget.current();
  private final long interval = budget == null ? INTERVAL : LOOP_INTERVAL;
  private long steps;
  private long most = SPARE_STEPS;

  BoundedCheck(int limit, ExecutionConfig config, JsonNode instance) {
    super(config);
    this.limit = limit;
    this.instance = instance;
  }

  @Override
  public void evaluationPathAddLast(String keyword) {
    step();
    super.evaluationPathAddLast(keyword);
  }

  @Override
  public void evaluationPathAddLast(int index) {
    step();
    super.evaluationPathAddLast(index);
  }

  private void step() {
    if ((++steps & interval) == 0 && isOver()) {
      throw new MismatchException("would take too long to check against the schema; send less, or nest it less deeply");
    }
  }

  private boolean isOver() {
    return budget != null && !budget.spend(COST * (LOOP_INTERVAL + 1)) || Thread.currentThread().isInterrupted()
        || steps > most && steps > bound();
  }

  /** Computed only when needed, which is rare. */
  private long bound() {
    most = SPARE_STEPS + STEPS_PER_VALUE * values(instance);
    return most;
  }

  private static long values(JsonNode node) {
    long values = 1;
    for (JsonNode child : node) {
      values += values(child);
    }
    return values;
  }

  @Override
  public void addError(Error error) {
    if (getErrors().size() <= limit) {
      super.addError(error);
    }
  }

  @Override
  public void setErrors(List<Error> next) {
    List<Error> until = getErrors();
    if (until.size() > limit + 1) {
      until.subList(limit + 1, until.size()).clear();
    }
    super.setErrors(next);
  }
}
