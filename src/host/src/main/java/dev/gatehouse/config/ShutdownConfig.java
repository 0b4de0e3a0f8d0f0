package dev.gatehouse.config;

import java.time.Duration;

/**
 * Shutdown of the host.
 *
 * @param notReady how long {@code /health/ready} answers 503 before the public port closes, so that a load balancer stops sending
 *     callers here first; zero closes the port at once
 */
public record ShutdownConfig(Duration notReady) {

  /** Refuses what is negative. */
  public ShutdownConfig {
    if (notReady.isNegative()) {
      throw new IllegalArgumentException("shutdown.notReady must not be negative");
    }
  }
}
