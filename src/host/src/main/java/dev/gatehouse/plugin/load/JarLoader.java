package dev.gatehouse.plugin.load;

import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.plugin.bind.ContextLoader;
import dev.gatehouse.plugin.bind.FeatureScanner;
import dev.gatehouse.plugin.bind.OwnTools;
import dev.gatehouse.plugin.check.AuthorError;
import dev.gatehouse.plugin.check.LoadStep;
import dev.gatehouse.plugin.check.PluginDefect;
import dev.gatehouse.plugin.check.ThrownFaults;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.plugin.config.ConfigBinding;
import dev.gatehouse.plugin.config.ConfigMismatch;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.record.PluginSettings;
import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.PluginContext;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads and starts plugins of jars. Blocking and stateless. The jars must not change while the plugin lives, since classes are read from
 * them when first needed.
 *
 * @param changes notified of changes that plugins announce
 */
record JarLoader(Changes changes) {

  private static final Logger LOG = LoggerFactory.getLogger(JarLoader.class);

  /**
   * Loads and starts a plugin for a tenant.
   *
   * @param settings what the plugin reads from its {@link PluginContext}
   * @throws PluginException when it cannot serve; nothing of it is left then
   */
  LoadedPlugin load(PluginSource source, String tenant, PluginSettings settings) throws PluginException {
    PluginClassLoader loader = new PluginClassLoader("tool:" + tenant + '/' + source.name(), source.files());
    try {
      return ContextLoader.call(loader, () -> start(loader, entry(source, loader), tenant, source.name(), settings));
    } catch (Throwable e) {
      close(loader, e);
      PluginDefect defect = ThrownFaults.defect("loading it", e);
      throw new PluginException(source.location() + " " + words(defect, settings), e, defect.passing());
    }
  }

  /** Hides configuration values in the message: a plugin's exception may quote its configuration. */
  private static String words(PluginDefect defect, PluginSettings settings) {
    return defect.getCause() instanceof ConfigMismatch ? defect.getMessage() : settings.hide(defect.getMessage());
  }

  private static String entry(PluginSource source, PluginClassLoader loader) throws IOException {
    Packaging packaging = new Packaging(source.files(), loader);
    packaging.refuseHidden(EntryPoint.SERVICE);
    String entry = EntryPoint.name(loader);
    packaging.refuseMissing(entry);
    return entry;
  }

  private LoadedPlugin start(PluginClassLoader loader, String entry, String tenant, String name, PluginSettings settings) {
    loader.registerDrivers();
    JsonTypes types = new JsonTypes();
    Contexts contexts = new Contexts(types, changes);
    OwnTools tools = new OwnTools(name, loader, types, contexts);
    ConfigBinding binding = new ConfigBinding("tenants." + tenant + ".plugins." + name, settings, types);
    PluginContext context = new PluginContext(tenant, name, settings.values(), tools, binding);
    Plugin plugin = EntryPoint.create(loader, entry);
    String type = plugin.getClass().getName();
    start(plugin, context);
    LoadedPlugin loaded = new LoadedPlugin(name, tools, loader, () -> stop(plugin, loader), () -> release(loader));
    try {
      tools.join(methods(plugin, new FeatureScanner(loader, types, contexts)));
      if (tools.features().stream().allMatch(feature -> feature.key().kind() == Kind.COMPLETION)) {
        throw new PluginDefect("has nothing to serve: no method of what " + type + ".features returns is annotated " + annotations()
            + ", and its start registered no tool");
      }
      return loaded;
    } catch (RuntimeException | Error e) {
      loaded.close();
      throw e;
    }
  }

  private static String annotations() {
    List<String> all = Stream.of(Kind.values()).filter(kind -> kind != Kind.COMPLETION).map(Kind::annotation).toList();
    return String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.get(all.size() - 1);
  }

  private static void start(Plugin plugin, PluginContext context) {
    try {
      plugin.start(context);
    } catch (ConfigMismatch e) {
      throw new PluginDefect("refuses its configuration: " + e.getMessage(), e);
    } catch (Throwable e) {
      // A backend that is down is a transient failure; a missing class or an invalid tool is not.
      throw new PluginDefect(ThrownFaults.defect(plugin.getClass().getName() + ".start", e).getMessage(), e,
          e instanceof Exception && !AuthorError.isBehind(e));
    }
  }

  private static List<Feature> methods(Plugin plugin, FeatureScanner scanner) {
    String type = plugin.getClass().getName();
    List<Object> features = LoadStep.run(type + ".features", plugin::features);
    if (features == null) {
      throw new PluginDefect("has nothing to serve: " + type + ".features returned null");
    }
    return scanner.scan(features);
  }

  private static void stop(Plugin plugin, PluginClassLoader loader) {
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

  private static void release(PluginClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      LOG.warn("the jars or JDBC drivers of {} could not be let go", loader.getName(), e);
    }
  }

  private static void close(PluginClassLoader loader, Throwable because) {
    try {
      loader.close();
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
