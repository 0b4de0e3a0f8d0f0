package dev.gatehouse.tenant;

import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.bulkhead.TenantBulkhead;
import dev.gatehouse.feature.bulkhead.Throttle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debounced watch on the plugin folder: polls it and reconciles every tenant's plugins with what two successive polls agree on. Polling
 * also works on network and container mounts. Used by one thread.
 */
final class FolderWatch {

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  private static final int FEW = 3;

  private final Path dir;
  private final LoadContext context;
  private final Map<String, Tenant> tenants;
  private final Predicate<String> wanted;
  private final Map<String, TenantPlugins> plugins = new TreeMap<>();
  private Map<String, TenantConfig> settings = Map.of();
  private PluginFolder last = PluginFolder.NONE;
  private StableScan settled = StableScan.atOnce(PluginFolder.NONE);
  private List<PluginFault> reported = List.of();
  private List<String> noted = List.of();
  private @Nullable Set<String> present;
  private int turn;

  /**
   * Has not looked yet.
   *
   * @param tenants where the tenants that exist are kept, for everybody to read
   * @param wanted which tenants' plugins to load
   */
  FolderWatch(Path dir, LoadContext context, Map<String, Tenant> tenants, Predicate<String> wanted) {
    this.dir = dir;
    this.context = context;
    this.tenants = tenants;
    this.wanted = wanted;
  }

  /** Looks at the folder; the first time, what is there counts as it is. */
  void look() {
    PluginFolder now = PluginFolder.scan(dir);
    settled = last == PluginFolder.NONE ? StableScan.atOnce(now) : new StableScan(last, now);
    last = now;
    settled.faults().stream().filter(fault -> !reported.contains(fault))
        .forEach(fault -> LOG.atLevel(context.faults()).log(fault.message()));
    reported = settled.faults();
    settled.notes().stream().filter(note -> !noted.contains(note)).forEach(note -> LOG.info("{}", note));
    noted = settled.notes();
    if (!settled.traces().equals(present)) {
      present = settled.traces();
      context.lastGood().retain(settled::mayHave);
    }
  }

  /**
   * Goes on towards what the last look saw.
   *
   * @return whether something is still being loaded
   */
  boolean go() {
    boolean busy = false;
    List<String> names = new ArrayList<>(names());
    // Another one first each time: a tenant with much to load keeps nobody else from a place.
    Collections.rotate(names, turn++);
    for (String name : names) {
      busy |= exists(name) ? reconcile(name) : dismiss(name);
    }
    return busy;
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>(settled.tenants());
    names.addAll(settings.keySet());
    names.addAll(plugins.keySet());
    names.removeIf(wanted.negate());
    return names;
  }

  private boolean exists(String name) {
    return settings.containsKey(name) || settled.has(name, tenants.containsKey(name));
  }

  /** Goes by these settings from now on. */
  void configure(Map<String, TenantConfig> next) {
    settings = next;
    plugins.forEach((name, its) -> its.configure(settings(name)));
  }

  private TenantConfig settings(String tenant) {
    return settings.getOrDefault(tenant, TenantConfig.defaults());
  }

  private boolean reconcile(String name) {
    TenantPlugins its = plugins.computeIfAbsent(name, this::create);
    tenants.put(name, its.tenant());
    Map<String, DesiredPlugin> desired = settled.plugins(name);
    desired.replaceAll((plugin, found) -> found.with(settings(name).plugin(plugin)));
    return its.reconcile(desired, plugin -> settled.moving(name, plugin));
  }

  private TenantPlugins create(String name) {
    TenantConfig config = settings(name);
    TenantBulkhead bulkhead =
        new TenantBulkhead(config.calls().concurrency(context.calls()), config.calls().queue(context.calls()));
    return new TenantPlugins(new Tenant(name, config, bulkhead, context.memory().tenant(name),
        new Throttle(context.vertx(), name, bulkhead)), context);
  }

  private boolean dismiss(String name) {
    if (tenants.remove(name) != null) {
      LOG.info("tenant {} is gone", name);
    }
    TenantPlugins its = plugins.get(name);
    boolean busy = its != null && its.reconcile(Map.of(), plugin -> false);
    if (its != null && its.idle()) {
      plugins.remove(name);
      close(its);
    }
    return busy;
  }

  /** Whether a plugin is to be tried again though nobody touches the folder. */
  boolean waiting() {
    return plugins.values().stream().anyMatch(TenantPlugins::waiting);
  }

  /** The plugins that are being loaded, or wait for their turn, as {@code tenant/plugin}. */
  List<String> loading() {
    List<String> loading = new ArrayList<>();
    plugins.forEach((tenant, its) -> its.loading().forEach(plugin -> loading.add(tenant + "/" + plugin)));
    return List.copyOf(loading);
  }

  /** Settings that are for no tenant and no plugin that lies there. */
  List<String> unusedSettings() {
    return new UnusedSettings(dir, last).of(settings);
  }

  /** What is not served now, and why. */
  List<PluginFault> faults() {
    List<PluginFault> faults = new ArrayList<>(reported);
    Map<String, List<PluginFault>> alike = new LinkedHashMap<>();
    plugins.values().forEach(its -> its.faults()
        .forEach(fault -> alike.computeIfAbsent(fault.message(), message -> new ArrayList<>()).add(fault)));
    alike.values().forEach(same -> faults.add(together(same)));
    return List.copyOf(faults);
  }

  /** Of a plugin of everybody's that is broken for many one line is enough. Every message names the file that it is about. */
  private static PluginFault together(List<PluginFault> same) {
    if (same.size() == 1) {
      return same.get(0);
    }
    String some = same.stream().limit(FEW).map(PluginFault::tenant).collect(Collectors.joining(", "));
    String whose = same.size() <= FEW ? "tenants " + some : same.size() + " tenants, such as " + some;
    return new PluginFault(PluginFolder.ALL, same.get(0).plugin(), same.get(0).message() + " (for " + whose + ")");
  }

  /** Keeps the copies of jars from being swept away as old; by any thread. */
  Void touch() {
    context.staging().touch();
    return null;
  }

  /** Stops all plugins. Blocks, within bounds. */
  void close() {
    context.lastGood().off();
    plugins.values().forEach(TenantPlugins::stop);
    plugins.values().forEach(FolderWatch::close);
    plugins.clear();
    context.staging().close();
  }

  private static void close(TenantPlugins its) {
    try {
      its.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
