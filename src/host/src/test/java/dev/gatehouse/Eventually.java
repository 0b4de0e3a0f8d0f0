package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what comes true in a while, however slow the machine is. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Eventually() {
  }

  /** Asks again and again until it is so. */
  public static void eventually(BooleanSupplier truth) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!truth.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not come true").isLessThan(end);
      Thread.sleep(2);
    }
  }

  /** Asks again and again until the answer is the expected one. */
  public static <T> void eventually(Supplier<T> actual, T expected) throws InterruptedException {
    eventually(() -> Objects.equals(actual.get(), expected));
  }
}
