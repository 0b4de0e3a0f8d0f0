package dev.gatehouse.tenant;

import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.config.PluginsConfig;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.plugin.LoadedPlugin;
import dev.gatehouse.plugin.PluginException;
import dev.gatehouse.plugin.PluginLoader;
import dev.gatehouse.plugin.PluginSource;
import dev.gatehouse.tool.Bulkhead;
import dev.gatehouse.tool.Catalogue;
import dev.gatehouse.tool.Changes;
import dev.gatehouse.tool.Entries;
import dev.gatehouse.tool.Features;
import dev.gatehouse.tool.ToolAddress;
import dev.gatehouse.tool.ToolThreads;
import dev.gatehouse.tool.ToolVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All tenants. One exists when it has a folder below {@code plugins.dir} or the configuration names it; the configuration only adds
 * settings, it never gates.
 */
public final class Tenants {

  private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);
  private static final int FIRST_GENERATION = 1;

  private final Vertx vertx;
  private final PluginsConfig plugins;
  private final CallsConfig calls;
  private final Map<String, TenantConfig> settings;
  private final Changes changes;
  private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();
  private final List<AutoCloseable> resources = new CopyOnWriteArrayList<>();
  private volatile List<PluginFault> faults = List.of();

  /**
   * Knows nothing until {@link #load}.
   *
   * @param vertx where the tools are deployed
   * @param plugins where the plugins are
   * @param calls how many calls run at once
   * @param settings by tenant
   * @param changes who hears of changes that plugins tell
   */
  public Tenants(Vertx vertx, PluginsConfig plugins, CallsConfig calls, Map<String, TenantConfig> settings, Changes changes) {
    this.vertx = vertx;
    this.plugins = plugins;
    this.calls = calls;
    this.settings = Map.copyOf(settings);
    this.changes = changes;
  }

  /**
   * One tenant.
   *
   * @return the tenant, or null when there is none of that name
   */
  public Tenant find(String name) {
    return tenants.get(name);
  }

  /** All of them, in the order of names. */
  public Collection<Tenant> all() {
    return Collections.unmodifiableCollection(new TreeMap<>(tenants).values());
  }

  /** The plugins that are not served. */
  public List<PluginFault> faults() {
    return faults;
  }

  /** Loads every plugin in the folder and serves its tools. A plugin that cannot be loaded is a fault; the others are served. */
  public Future<Void> load() {
    return vertx.<List<Loaded>>executeBlocking(this::read)
        .compose(this::deployAll);
  }

  /**
   * Loads every plugin and closes it again, without serving anything. Blocks.
   *
   * @return what is wrong with them
   */
  public List<PluginFault> check() {
    read().forEach(loaded -> loaded.plugin().close());
    return faults;
  }

  private List<Loaded> read() {
    PluginFolder folder = PluginFolder.scan(plugins.dir());
    List<PluginFault> found = new ArrayList<>(folder.faults());
    List<Loaded> loaded = new ArrayList<>();
    for (String name : names(folder)) {
      List<PluginSource> sources = new ArrayList<>(folder.tenants().getOrDefault(name, List.of()));
      sources.addAll(folder.everyone());
      loaded.addAll(readTenant(name, sources, found));
    }
    faults = List.copyOf(found);
    return loaded;
  }

  private Collection<String> names(PluginFolder folder) {
    Map<String, Boolean> names = new TreeMap<>();
    folder.tenants().keySet().forEach(name -> names.put(name, true));
    settings.keySet().forEach(name -> names.put(name, true));
    return names.keySet();
  }

  private List<Loaded> readTenant(String name, List<PluginSource> sources, List<PluginFault> found) {
    TenantConfig config = settings.getOrDefault(name, TenantConfig.defaults());
    Tenant tenant = tenants.computeIfAbsent(name, n -> new Tenant(n, config, new Bulkhead(calls.concurrencyPerTenant())));
    List<Loaded> loaded = new ArrayList<>();
    Catalogue catalogue = Catalogue.EMPTY;
    for (PluginSource source : sources) {
      LoadedPlugin plugin = null;
      try {
        plugin = new PluginLoader(changes).load(source, name, config.plugins().getOrDefault(source.name(), Map.of()));
        Loaded candidate = new Loaded(tenant, plugin, Entries.of(plugin.features(), address(name, plugin), calls.concurrencyPerTool()));
        catalogue = catalogue.plus(candidate.entries());
        loaded.add(candidate);
      } catch (PluginException | IllegalArgumentException e) {
        refuse(new PluginFault(name, source.name(), e.getMessage()), plugin, found);
      }
    }
    return loaded;
  }

  private static void refuse(PluginFault fault, LoadedPlugin plugin, List<PluginFault> found) {
    LOG.error("plugin {}/{} is not served: {}", fault.tenant(), fault.plugin(), fault.message());
    found.add(fault);
    if (plugin != null) {
      plugin.close();
    }
  }

  private static ToolAddress address(String tenant, LoadedPlugin plugin) {
    return new ToolAddress(tenant, plugin.name(), FIRST_GENERATION);
  }

  private Future<Void> deployAll(List<Loaded> loaded) {
    Map<String, ToolThreads> threads = new TreeMap<>();
    List<Future<Void>> deployments = new ArrayList<>();
    for (Loaded one : loaded) {
      ToolThreads pool = threads.computeIfAbsent(one.tenant().name(),
          name -> ToolThreads.create(name, calls.concurrencyPerTenant()));
      deployments.add(deploy(one, pool));
    }
    resources.addAll(threads.values());
    return Future.join(deployments).mapEmpty();
  }

  private Future<Void> deploy(Loaded loaded, ToolThreads threads) {
    ToolAddress address = address(loaded.tenant().name(), loaded.plugin());
    DeploymentOptions options = new DeploymentOptions().setClassLoader(loaded.plugin().classLoader());
    resources.add(loaded.plugin());
    return vertx.deployVerticle(new ToolVerticle(address, loaded.plugin().features(), threads), options)
        .onSuccess(id -> {
          loaded.tenant().add(loaded.entries());
          LOG.info("plugin {}/{} serves {}", address.tenant(), address.plugin(), names(loaded.plugin().features()));
        })
        .mapEmpty();
  }

  private static List<String> names(Features features) {
    List<String> names = new ArrayList<>();
    features.tools().forEach(tool -> names.add(tool.info().name()));
    features.prompts().forEach(prompt -> names.add("prompt " + prompt.info().name()));
    features.resources().forEach(resource -> names.add(resource.info().uri()));
    features.templates().forEach(template -> names.add(template.info().uri()));
    return names;
  }

  /** Stops the plugins and their threads, after the verticles. */
  public Future<Void> close() {
    return vertx.executeBlocking(() -> {
      for (AutoCloseable resource : resources) {
        resource.close();
      }
      resources.clear();
      return null;
    });
  }

  private record Loaded(Tenant tenant, LoadedPlugin plugin, Entries entries) {
  }
}
