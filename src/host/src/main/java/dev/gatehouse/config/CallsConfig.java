package dev.gatehouse.config;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds of one tool call.
 *
 * @param timeout how long it may take
 * @param concurrencyPerTenant how many calls of one tenant run at once on this host
 * @param concurrencyPerTool how many calls of one tool run at once on this host, tenant by tenant
 * @param maxResult the longest result, in bytes
 */
public record CallsConfig(Duration timeout, int concurrencyPerTenant, int concurrencyPerTool, long maxResult) {

  /** Refuses null. */
  public CallsConfig {
    Objects.requireNonNull(timeout, "timeout");
  }
}
