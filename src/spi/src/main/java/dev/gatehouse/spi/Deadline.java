package dev.gatehouse.spi;

import java.time.Duration;
import java.time.Instant;

/**
 * When the host gives up on the call. Declare a parameter of this type to be told.
 *
 * @param at the moment after which an answer is no longer wanted
 */
public record Deadline(Instant at) {

  /**
   * What is left.
   *
   * @return the time until {@link #at}, zero when it has passed
   */
  public Duration remaining() {
    Duration left = Duration.between(Instant.now(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
