package dev.gatehouse.plugin.load;

import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.plugin.bind.ContextLoader;
import dev.gatehouse.plugin.bind.OwnTools;
import dev.gatehouse.spi.Plugin;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin that has been started for a tenant, until it is closed. */
public final class LoadedPlugin implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);

  private final String name;
  private final OwnTools tools;
  private final PluginClassLoader loader;
  private final Plugin plugin;
  private final AtomicBoolean closed = new AtomicBoolean();

  LoadedPlugin(String name, OwnTools tools, PluginClassLoader loader, Plugin plugin) {
    this.name = name;
    this.tools = tools;
    this.loader = loader;
    this.plugin = plugin;
  }

  /** The plugin's name. */
  public String name() {
    return name;
  }

  /** All that it serves now. */
  public List<Feature> features() {
    return tools.features();
  }

  /**
   * Follows what it serves, until it is closed.
   *
   * @param follower given all that it is to serve, now and at each change, by the thread that makes that; refuses a change by throwing
   *     an {@link IllegalArgumentException}, which the plugin gets
   */
  public void follow(Consumer<List<Feature>> follower) {
    tools.follow(follower);
  }

  /** Its tools, sorted by name. */
  public List<Feature> tools() {
    return features().stream().filter(one -> one.key().kind() == Kind.TOOL).sorted(Comparator.comparing(Feature::key)).toList();
  }

  /** The loader of its classes. */
  public ClassLoader classLoader() {
    return loader;
  }

  /** Stops the plugin and lets go of its jars. Blocks as long as the plugin's stop does; what goes wrong is logged. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      tools.follow(null);
      try {
        stop();
      } finally {
        tools.end();
        closeLoader();
      }
    }
  }

  private void closeLoader() {
    try {
      loader.close();
    } catch (IOException e) {
      LOG.warn("the jars or JDBC drivers of {} could not be let go", loader.getName(), e);
    }
  }

  private void stop() {
    try {
      ContextLoader.call(loader, () -> {
        plugin.stop();
        return null;
      });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("{} was interrupted while it stopped", loader.getName());
    } catch (Throwable e) {
      LOG.warn("{} failed to stop; what it left running keeps its classes in memory", loader.getName(), e);
    }
  }
}
