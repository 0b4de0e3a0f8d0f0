package dev.gatehouse.config;

import java.time.Duration;
import java.util.Objects;

/**
 * How keys are checked.
 *
 * @param opaqueKeys whether a string that is not of the form {@code gth_…} can be a key
 * @param grace how long a known key stays good while Redis does not answer; zero is never
 */
public record AuthConfig(boolean opaqueKeys, Duration grace) {

  /** Refuses null. */
  public AuthConfig {
    Objects.requireNonNull(grace, "grace");
  }
}
