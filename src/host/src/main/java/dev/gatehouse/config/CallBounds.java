package dev.gatehouse.config;

import java.time.Duration;

/**
 * The limits for calls of one tool, prompt, resource or completion of one tenant.
 *
 * @param timeout how long one may take
 * @param concurrency how many run at once on this host
 * @param queue how many may wait for that
 * @param queueTimeout how long one may wait for that
 * @param maxResult the longest result, in bytes
 */
public record CallBounds(Duration timeout, int concurrency, int queue, Duration queueTimeout, long maxResult) {
}
