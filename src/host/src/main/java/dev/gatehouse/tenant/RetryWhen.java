package dev.gatehouse.tenant;

import java.util.function.BooleanSupplier;

/** What would let a plugin be served that is refused. */
sealed interface RetryWhen {

  /** Other files. */
  RetryWhen FILES = new Files();
  /** Other names of what other plugins serve. */
  RetryWhen NAMES = new Names();

  /** Whether there is a point in loading the same files again now. */
  default boolean due() {
    return false;
  }

  /** See {@link #FILES}. */
  record Files() implements RetryWhen {
  }

  /** See {@link #NAMES}. */
  record Names() implements RetryWhen {
  }

  /**
   * Another try, later: a backend that its start needs may be back then.
   *
   * @param failures how often it failed, with the same files
   * @param at when, by {@link System#nanoTime}
   * @param gone whether nothing of the last try runs any more: one that hangs is not tried a second time beside itself
   */
  record Later(int failures, long at, BooleanSupplier gone) implements RetryWhen {

    @Override
    public boolean due() {
      return System.nanoTime() - at >= 0 && gone.getAsBoolean();
    }
  }
}
