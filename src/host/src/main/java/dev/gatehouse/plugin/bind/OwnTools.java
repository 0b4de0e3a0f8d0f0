package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Key;
import dev.gatehouse.plugin.check.AuthorError;
import dev.gatehouse.plugin.check.PluginDefect;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.spi.ToolManager;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tools that one plugin registers at runtime, beside its annotated methods. A listener is called before each change, and vetoes it by
 * throwing. Thread-safe.
 */
public final class OwnTools implements ToolManager {

  private static final Consumer<List<Feature>> NOBODY = features -> {};

  private final String plugin;
  private final ClassLoader loader;
  private final JsonTypes types;
  private final Contexts contexts;
  private Map<String, Feature> registered = new TreeMap<>();
  private List<Feature> methods = List.of();
  private Consumer<List<Feature>> follower = NOBODY;
  private boolean ended;

  /**
   * Creates a manager without tools.
   *
   * @param plugin the plugin's name
   * @param loader its class loader
   * @param types its types
   * @param contexts the parameters that the host supplies
   */
  public OwnTools(String plugin, ClassLoader loader, JsonTypes types, Contexts contexts) {
    this.plugin = plugin;
    this.loader = loader;
    this.types = types;
    this.contexts = contexts;
  }

  @Override
  public ToolDefinition newTool(String name) {
    return new RegisteredTool(name, loader, types, contexts, this::add);
  }

  private synchronized void add(Feature tool) {
    String name = tool.key().name();
    if (ended) {
      throw new IllegalStateException("tool '" + name + "' cannot be served: plugin '" + plugin + "' has been stopped");
    }
    if (registered.containsKey(name) || isMethod(name)) {
      throw new AuthorError("tool '" + name + "' of plugin '" + plugin + "' is already served by plugin '" + plugin
          + "' itself, " + (isMethod(name) ? "as a method; choose another name" : "registered before; remove that one first"));
    }
    Map<String, Feature> next = new TreeMap<>(registered);
    next.put(name, tool);
    change(next);
  }

  private boolean isMethod(String name) {
    return methods.stream().anyMatch(feature -> feature.key().equals(Key.tool(name)));
  }

  @Override
  public synchronized boolean removeTool(String name) {
    Map<String, Feature> next = new TreeMap<>(registered);
    if (next.remove(name) == null) {
      return false;
    }
    change(next);
    return true;
  }

  private void change(Map<String, Feature> next) {
    follower.accept(features(next));
    registered = next;
  }

  private List<Feature> features(Map<String, Feature> own) {
    return Stream.concat(methods.stream(), own.values().stream()).sorted(Comparator.comparing(feature -> feature.key().kind())).toList();
  }

  @Override
  public String toString() {
    return "ToolManager[" + plugin + "]";
  }

  /**
   * Adds the features that the scan of the started plugin found.
   *
   * @throws PluginDefect when a registered tool has the name of one of them
   */
  public synchronized void join(List<Feature> scanned) {
    methods = scanned;
    registered.keySet().stream().filter(this::isMethod).findFirst().ifPresent(name -> {
      throw new PluginDefect("has two tools named '" + name + "', a method and one that it registered; give one of them another name");
    });
  }

  /** All features that the plugin serves now, methods and registered tools. */
  public synchronized List<Feature> features() {
    return features(registered);
  }

  /** Refuses further tools: the plugin has been stopped, and nothing would serve what its remaining threads register. */
  public synchronized void end() {
    ended = true;
  }

  /** Passes all features to this follower, now and before each change; null removes it. */
  public synchronized void follow(@Nullable Consumer<List<Feature>> next) {
    follower = next == null ? NOBODY : next;
    follower.accept(features(registered));
  }
}
