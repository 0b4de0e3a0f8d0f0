package dev.gatehouse.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The plugin folder.
 *
 * @param dir the folder that holds a folder of jars for each tenant
 * @param reload whether a jar that is added, changed or removed takes effect without a restart
 * @param copies where a copy of the last good version of each plugin is kept, or null for {@code .last-good} in {@code dir}
 */
public record PluginsConfig(Path dir, boolean reload, @Nullable Path copies) {

  private static final String COPIES = ".last-good";

  /** With the copies where they are unless somebody says otherwise. */
  public PluginsConfig(Path dir, boolean reload) {
    this(dir, reload, null);
  }

  /** Where the copies are. */
  public Path copiesOrDefault() {
    return copies == null ? dir.resolve(COPIES) : copies;
  }
}
