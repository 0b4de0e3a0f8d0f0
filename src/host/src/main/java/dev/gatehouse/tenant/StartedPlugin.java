package dev.gatehouse.tenant;

import dev.gatehouse.plugin.load.JarVersion;
import dev.gatehouse.plugin.load.LoadedPlugin;
import java.nio.file.Path;
import java.util.List;

/**
 * A plugin that is loaded and started, whether or not it is served.
 *
 * @param found where it comes from
 * @param plugin the plugin
 * @param copy the folder with the copies of its jars
 * @param jars which versions those are
 */
record StartedPlugin(DesiredPlugin found, LoadedPlugin plugin, Path copy, List<JarVersion> jars) implements AutoCloseable {

  /** Blocks as long as the plugin's stop does. */
  @Override
  public void close() {
    try {
      plugin.close();
    } finally {
      Staging.remove(copy);
    }
  }
}
