package dev.gatehouse.client.chat;

import dev.gatehouse.client.servers.Outcome;
import java.time.Duration;
import java.util.function.Consumer;

/** Waits when a server asks to, and tries again, but not for ever. */
final class Patience {

  /** All the waiting for one call. A longer wait is left to the person: they are told how long. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** One attempt. */
  @FunctionalInterface
  interface Attempt {

    Outcome run() throws InterruptedException;
  }

  private Patience() {
  }

  /**
   * Runs the attempt until it ends otherwise than by a limit, or waiting would take too long.
   *
   * @param waiting told of every wait before it begins
   */
  static Outcome run(Attempt attempt, Consumer<Duration> waiting) throws InterruptedException {
    Duration left = LONGEST;
    Outcome outcome = attempt.run();
    while (outcome.kind() == Outcome.Kind.LIMITED && !outcome.retryAfter().isZero()
        && outcome.retryAfter().compareTo(left) <= 0) {
      waiting.accept(outcome.retryAfter());
      Thread.sleep(outcome.retryAfter().toMillis());
      left = left.minus(outcome.retryAfter());
      outcome = attempt.run();
    }
    return outcome;
  }
}
