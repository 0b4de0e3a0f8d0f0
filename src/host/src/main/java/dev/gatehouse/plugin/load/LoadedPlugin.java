package dev.gatehouse.plugin.load;

import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.plugin.bind.OwnTools;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A started plugin of one tenant, until it is closed. It need not come from jars. */
public final class LoadedPlugin implements AutoCloseable {

  private final String name;
  private final OwnTools tools;
  private final ClassLoader loader;
  private final Runnable stop;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Creates a running plugin.
   *
   * @param name its name
   * @param tools what it serves
   * @param loader the loader of its classes
   * @param stop stops it; blocks, and throws nothing
   * @param release releases its source after the stop; throws nothing
   */
  LoadedPlugin(String name, OwnTools tools, ClassLoader loader, Runnable stop, Runnable release) {
    this.name = name;
    this.tools = tools;
    this.loader = loader;
    this.stop = stop;
    this.release = release;
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
   * Sets a follower of its features, until the plugin is closed.
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

  /** Stops the plugin and releases its source. Blocks as long as the plugin's stop does; failures are logged. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      tools.follow(null);
      try {
        stop.run();
      } finally {
        tools.end();
        release.run();
      }
    }
  }
}
