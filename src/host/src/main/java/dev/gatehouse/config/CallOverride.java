package dev.gatehouse.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Overrides of the limits of an enclosing scope; a null component is inherited.
 *
 * @param timeout how long a call may take
 * @param concurrencyPerTool how many calls of one tool run at once
 * @param queuePerTool how many calls of one tool may wait for that
 * @param queueTimeout how long a call may wait for that
 * @param maxResult the longest result, in bytes
 */
public record CallOverride(@Nullable Duration timeout, @Nullable Integer concurrencyPerTool, @Nullable Integer queuePerTool,
    @Nullable Duration queueTimeout, @Nullable Long maxResult) {

  /** No overrides. */
  public static final CallOverride NONE = new CallOverride(null, null, null, null, null);

  CallBounds over(CallBounds wider) {
    return new CallBounds(
        timeout == null ? wider.timeout() : timeout,
        concurrencyPerTool == null ? wider.concurrency() : concurrencyPerTool,
        queuePerTool == null ? wider.queue() : queuePerTool,
        queueTimeout == null ? wider.queueTimeout() : queueTimeout,
        maxResult == null ? wider.maxResult() : maxResult);
  }
}
