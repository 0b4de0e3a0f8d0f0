package dev.gatehouse.config;

import java.time.Duration;

/**
 * Bounds of the sessions that protocol revisions before 2026-07-28 open.
 *
 * @param perTenant how many one tenant has at once on this host
 * @param idle how long one lives without a request
 */
public record SessionsConfig(int perTenant, Duration idle) {
}
