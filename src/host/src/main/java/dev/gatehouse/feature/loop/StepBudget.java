package dev.gatehouse.feature.loop;

import io.vertx.core.Context;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A budget of steps for one check on an event loop, against denial of service by what a caller sends: a check that would hold the loop for
 * longer is given up, to be done again on a thread. On other threads, and outside {@link #check}, there is no budget.
 *
 * <p>A step is one read of a character by a regular expression, or what takes as long: about ten nanoseconds.
 */
public final class StepBudget {

  /** The steps that one check may take: about 0.2 ms. */
  static final long STEPS = 20_000;

  private static final ThreadLocal<StepBudget> OF_THREAD = ThreadLocal.withInitial(StepBudget::new);

  private boolean open;
  private long left;

  private StepBudget() {
  }

  /**
   * Runs a check, with a budget where that is an event loop. Whatever it returns or throws is void when the budget is spent.
   *
   * @throws LongCheckException when it takes more steps; only on an event loop
   */
  public static <T> T check(Supplier<T> check) {
    return Context.isOnEventLoopThread() ? OF_THREAD.get().within(check) : check.get();
  }

  private <T> T within(Supplier<T> check) {
    open = true;
    left = STEPS;
    try {
      T result = check.get();
      require();
      return result;
    } catch (RuntimeException | StackOverflowError e) {
      require();
      throw e;
    } finally {
      open = false;
    }
  }

  /** The budget of the check that the calling thread does; null where there is none. */
  public static @Nullable StepBudget current() {
    StepBudget budget = OF_THREAD.get();
    return budget.open ? budget : null;
  }

  /** The steps that are left, at least 0. */
  public long left() {
    return Math.max(0, left);
  }

  /**
   * Takes steps away. Once overdrawn it stays so until the check ends.
   *
   * @return whether there were so many
   */
  public boolean spend(long steps) {
    left -= steps;
    return left >= 0;
  }

  private void require() {
    if (left < 0) {
      throw new LongCheckException();
    }
  }
}
