package dev.gatehouse;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    within(PATIENCE, "it did not come true", truth);
  }

  /** The same with another patience, and words of its own for its end. */
  static void within(Duration patience, String otherwise, BooleanSupplier truth) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
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
    throw new AssertionError(otherwise, lastFailure);
  }

  /** Does something again each half second, until what it leads to is there. */
  public static void repeatUntil(Runnable cause, Future<?> effect) throws InterruptedException {
    eventually(() -> {
      cause.run();
      try {
        effect.get(500, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  /** Asks again and again until the answer is the expected one. */
  public static <T> void eventually(Supplier<T> actual, T expected) throws InterruptedException {
    eventually(() -> Objects.equals(actual.get(), expected));
  }
}
