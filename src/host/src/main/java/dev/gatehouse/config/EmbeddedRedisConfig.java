package dev.gatehouse.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The Redis server that the host starts itself.
 *
 * @param port the loopback port it listens on; 0 takes any free one
 * @param dir where it keeps its data, its password and its binary
 * @param binary the {@code redis-server} to start, a path or a name on the PATH; null for the bundled one
 */
public record EmbeddedRedisConfig(int port, Path dir, @Nullable Path binary) {
}
