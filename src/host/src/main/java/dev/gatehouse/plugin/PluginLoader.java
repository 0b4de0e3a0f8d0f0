package dev.gatehouse.plugin;

import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.PluginContext;
import dev.gatehouse.tool.Changes;
import dev.gatehouse.tool.Features;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads plugins. Blocks, since a plugin's start may, and keeps nothing between two loads. The jars must stay as they are while
 * the plugin lives: classes are read from them when first needed.
 */
public final class PluginLoader {

  private final Changes changes;

  /**
   * A loader.
   *
   * @param changes who hears of changes that plugins tell
   */
  public PluginLoader(Changes changes) {
    this.changes = changes;
  }

  /**
   * Loads and starts a plugin for a tenant.
   *
   * @param config what the plugin is told in its {@link PluginContext}
   * @throws PluginException when it cannot serve; nothing of it is left then
   */
  public LoadedPlugin load(PluginSource source, String tenant, Map<String, Object> config) throws PluginException {
    for (Path jar : source.jars()) {
      Jars.check(jar);
    }
    PluginClassLoader loader = new PluginClassLoader("tool:" + tenant + '/' + source.name(), source.jars());
    try {
      return ContextLoader.call(loader, () -> start(loader, new PluginContext(tenant, source.name(), config)));
    } catch (Exception e) {
      close(loader, e);
      throw PluginSource.refused(source.location(), Faults.refusal("loading it", e).getMessage(), e);
    }
  }

  private LoadedPlugin start(PluginClassLoader loader, PluginContext context) {
    Plugin plugin = Entry.create(loader);
    String type = plugin.getClass().getName();
    Step.run(type + ".start", () -> {
      plugin.start(context);
      return null;
    });
    try {
      return new LoadedPlugin(context.plugin(), features(plugin, loader), loader, plugin);
    } catch (RuntimeException e) {
      new LoadedPlugin(context.plugin(), Features.of(List.of()), loader, plugin).close();
      throw e;
    }
  }

  private Features features(Plugin plugin, ClassLoader loader) {
    String type = plugin.getClass().getName();
    List<Object> features = Step.run(type + ".features", plugin::features);
    if (features == null) {
      throw new Refusal("has nothing to serve: " + type + ".features returned null");
    }
    Features found = new FeatureScanner(loader, changes).scan(features);
    if (found.isEmpty()) {
      throw new Refusal("has nothing to serve: no public method of what " + type + ".features returns is annotated @Tool,"
          + " @Prompt, @Resource or @ResourceTemplate");
    }
    return found;
  }

  private static void close(PluginClassLoader loader, Exception because) {
    try {
      loader.close();
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
