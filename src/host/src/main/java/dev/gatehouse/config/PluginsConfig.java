package dev.gatehouse.config;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where jars are found.
 *
 * @param dir the folder that holds a folder of jars for each tenant
 * @param reload whether a jar that is added, changed or removed takes effect without a restart
 */
public record PluginsConfig(Path dir, boolean reload) {

  /** Refuses null. */
  public PluginsConfig {
    Objects.requireNonNull(dir, "dir");
  }
}
