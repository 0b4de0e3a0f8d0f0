package dev.gatehouse.config;

import java.time.Duration;

/**
 * Limits of the sessions of protocol revisions before 2026-07-28.
 *
 * @param perTenant how many one tenant has at once, on all hosts
 * @param idle how long one lives without a request
 */
public record SessionsConfig(int perTenant, Duration idle) {
}
