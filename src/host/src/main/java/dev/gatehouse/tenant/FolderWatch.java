package dev.gatehouse.tenant;

import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.bulkhead.TenantBulkhead;
import dev.gatehouse.feature.bulkhead.Throttle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
 * Debounced watch on the plugin folder: polls it and reconciles the plugins of those tenants that have changed with what two successive
 * polls agree on. Polling also works on network and container mounts. Used by one thread.
 */
final class FolderWatch {

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  private static final int FEW = 3;

  private final Path dir;
  private final LoadContext context;
  private final Map<String, Tenant> tenants;
  private final Predicate<String> selected;
  private final Map<String, TenantPlugins> plugins = new TreeMap<>();
  /** The tenants to reconcile, in the order of their turns. */
  private final Set<String> active = new LinkedHashSet<>();
  private final FolderScanner scanner;
  private Map<String, TenantConfig> settings = Map.of();
  private PluginFolder last = PluginFolder.NONE;
  private StableScan stable = StableScan.atOnce(PluginFolder.NONE);
  private List<PluginFault> reported = List.of();
  private List<String> noted = List.of();
  private @Nullable Set<String> present;

  /**
   * Creates a watch that has not polled yet.
   *
   * @param tenants where the tenants that exist are kept, for everybody to read
   * @param selected which tenants' plugins to load
   */
  FolderWatch(Path dir, LoadContext context, Map<String, Tenant> tenants, Predicate<String> selected) {
    this.dir = dir;
    this.scanner = new FolderScanner(dir);
    this.context = context;
    this.tenants = tenants;
    this.selected = selected;
  }

  /**
   * Polls the folder. The first poll is taken as stable.
   *
   * @return whether anything has changed since the poll before, or was changing then
   */
  boolean look() {
    PluginFolder now = scanner.scan();
    if (now == last && stable.isSettled()) {
      return false;
    }
    StableScan before = stable;
    stable = last == PluginFolder.NONE ? StableScan.atOnce(now) : new StableScan(last, now);
    last = now;
    names().stream().filter(name -> !stable.isSame(before, name)).forEach(active::add);
    report();
    return true;
  }

  private void report() {
    stable.faults().stream().filter(fault -> !reported.contains(fault))
        .forEach(fault -> LOG.atLevel(context.faults()).log(fault.message()));
    reported = stable.faults();
    stable.notes().stream().filter(note -> !noted.contains(note)).forEach(note -> LOG.info("{}", note));
    noted = stable.notes();
    if (!stable.traces().equals(present)) {
      present = stable.traces();
      context.lastGood().retain(stable::mayHave);
    }
  }

  /** Whether a jar may change although no folder that was read does. */
  boolean isLinked() {
    return scanner.isLinked();
  }

  /** The folders that the last poll has read, by path. */
  Map<Path, FileStamp> folders() {
    return scanner.folders();
  }

  /**
   * Reconciles the tenants that have changed with the last poll, and those that have something to do still.
   *
   * @return whether something is still being loaded
   */
  boolean go() {
    boolean busy = false;
    for (String name : List.copyOf(active)) {
      TenantPlugins known = plugins.get(name);
      if (known != null && known.isQueued() && context.places().availablePermits() == 0) {
        busy = true;
        continue;
      }
      boolean loads = exists(name) ? reconcile(name) : dismiss(name);
      // Those that are not done wait for their next turn behind the others, so that none with many plugins starves them.
      active.remove(name);
      if (loads || hasMore(name)) {
        active.add(name);
      }
      busy |= loads;
    }
    return busy;
  }

  private boolean hasMore(String name) {
    TenantPlugins its = plugins.get(name);
    return its != null && (its.waiting() || !exists(name));
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>(stable.tenants());
    names.addAll(settings.keySet());
    names.addAll(plugins.keySet());
    names.removeIf(selected.negate());
    return names;
  }

  private boolean exists(String name) {
    return settings.containsKey(name) || stable.has(name, tenants.containsKey(name));
  }

  /** Applies new settings. */
  void configure(Map<String, TenantConfig> next) {
    settings = next;
    active.addAll(names());
    plugins.forEach((name, its) -> its.configure(settings(name)));
  }

  private TenantConfig settings(String tenant) {
    return settings.getOrDefault(tenant, TenantConfig.defaults());
  }

  private boolean reconcile(String name) {
    TenantPlugins its = plugins.computeIfAbsent(name, this::create);
    tenants.put(name, its.tenant());
    Map<String, DesiredPlugin> desired = stable.plugins(name);
    desired.replaceAll((plugin, found) -> found.with(settings(name).plugin(plugin)));
    return its.reconcile(desired, plugin -> stable.moving(name, plugin));
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

  /** Whether there is something to do later, although no file changes. */
  boolean waiting() {
    return !active.isEmpty();
  }

  /** The plugins that are loading or queued, as {@code tenant/plugin}. */
  List<String> loading() {
    List<String> loading = new ArrayList<>();
    plugins.forEach((tenant, its) -> its.loading().forEach(plugin -> loading.add(tenant + "/" + plugin)));
    return List.copyOf(loading);
  }

  /** Settings that match no tenant or plugin in the folder. */
  List<String> unusedSettings() {
    return new UnusedSettings(dir, last).of(settings);
  }

  /** The plugins in quarantine. */
  List<PluginFault> faults() {
    List<PluginFault> faults = new ArrayList<>(reported);
    Map<String, List<PluginFault>> alike = new LinkedHashMap<>();
    plugins.values().forEach(its -> its.faults()
        .forEach(fault -> alike.computeIfAbsent(fault.message(), message -> new ArrayList<>()).add(fault)));
    alike.values().forEach(same -> faults.add(together(same)));
    return List.copyOf(faults);
  }

  /** Merges the faults that a plugin of {@code _all} has in many tenants into one line. Every message names its file. */
  private static PluginFault together(List<PluginFault> same) {
    if (same.size() == 1) {
      return same.get(0);
    }
    String some = same.stream().limit(FEW).map(PluginFault::tenant).collect(Collectors.joining(", "));
    String whose = same.size() <= FEW ? "tenants " + some : same.size() + " tenants, such as " + some;
    return new PluginFault(PluginFolder.ALL, same.get(0).plugin(), same.get(0).message() + " (for " + whose + ")");
  }

  /** Updates the time stamps of the staged jars, so that no cleaner of temporary files removes them. Thread-safe. */
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
