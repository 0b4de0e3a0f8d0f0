package dev.gatehouse.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of connections to the public port: fields of the section {@code http}.
 *
 * @param maxConnections how many are open at once, or null for what the process's descriptors and heap allow
 * @param maxConnectionsPerAddress how many of them one client address has, or null for half of them
 * @param maxConnectionsPerKey how many of them carry requests of one key, or null for a quarter of them
 * @param headTimeout how long a connection may take until a caller is authenticated
 */
public record ConnectionsConfig(@Nullable Integer maxConnections, @Nullable Integer maxConnectionsPerAddress,
    @Nullable Integer maxConnectionsPerKey,
    Duration headTimeout) {

  /** The default: no limit set, and ten seconds. */
  public static final ConnectionsConfig DEFAULT = new ConnectionsConfig(null, null, null, Duration.ofSeconds(10));
}
