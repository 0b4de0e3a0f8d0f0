package dev.gatehouse;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what comes true in a while, however slow the machine is. */
public final class Eventually {

  /** Less than a minute: {@code RedisProblems} forgets a problem after that, and what ought to end it would not be missed. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private Eventually() {
  }

  /** Asks again and again until it is so. A question that fails may succeed later, unless it is an assertion that fails. */
  public static void eventually(BooleanSupplier truth) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    RuntimeException lastFailure = null;
    do {
      try {
        if (truth.getAsBoolean()) {
          return;
        }
      } catch (RuntimeException e) {
        lastFailure = e;
      }
      Thread.sleep(2);
    } while (System.nanoTime() - end < 0);
    throw new AssertionError("it did not come true", lastFailure);
  }

  /** Asks again and again until the answer is the expected one. */
  public static <T> void eventually(Supplier<T> actual, T expected) throws InterruptedException {
    eventually(() -> Objects.equals(actual.get(), expected));
  }
}
