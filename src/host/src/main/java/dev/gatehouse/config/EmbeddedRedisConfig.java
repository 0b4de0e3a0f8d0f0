package dev.gatehouse.config;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The Redis server that the host starts itself.
 *
 * @param port the loopback port it listens on; 0 takes any free one
 * @param dir where it keeps its data and its binary
 */
public record EmbeddedRedisConfig(int port, Path dir) {

  /** Refuses null. */
  public EmbeddedRedisConfig {
    Objects.requireNonNull(dir, "dir");
  }
}
