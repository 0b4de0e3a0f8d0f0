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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the plugin folder again and again and leads every tenant's lineup towards it. Looking is more robust than being told: it
 * works on network and container mounts, misses nothing, and has to wait for a file to settle anyway. Used by one thread.
 */
final class FolderWatch {

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  private static final int FEW = 3;

  private final Path dir;
  private Map<String, TenantConfig> settings = Map.of();
  private final LoadContext workshop;
  private final Map<String, Tenant> tenants;
  private final Map<String, TenantPlugins> lineups = new TreeMap<>();
  private PluginFolder last;
  private StableScan settled;
  private List<PluginFault> reported = List.of();
  private List<String> noted = List.of();
  private Predicate<String> wanted = name -> true;
  private Set<String> present;
  private int turn;

  /**
   * Has not looked yet.
   *
   * @param tenants where the tenants that exist are kept, for everybody to read
   */
  FolderWatch(Path dir, LoadContext workshop, Map<String, Tenant> tenants) {
    this.dir = dir;
    this.workshop = workshop;
    this.tenants = tenants;
  }

  /** Leads the lineups of these tenants alone, and neither keeps nor uses copies. To be said before the first look. */
  void only(Predicate<String> tenant) {
    wanted = tenant;
    workshop.lastGood().off();
  }

  /** Looks at the folder; the first time, what is there counts as it is. */
  void look() {
    PluginFolder now = PluginFolder.scan(dir);
    settled = last == null ? StableScan.atOnce(now) : new StableScan(last, now);
    last = now;
    settled.faults().stream().filter(fault -> !reported.contains(fault)).forEach(fault -> LOG.error("{}", fault.message()));
    reported = settled.faults();
    settled.notes().stream().filter(note -> !noted.contains(note)).forEach(note -> LOG.info("{}", note));
    noted = settled.notes();
    if (!settled.traces().equals(present)) {
      present = settled.traces();
      workshop.lastGood().retain(settled::mayHave);
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
      busy |= exists(name) ? lead(name) : dismiss(name);
    }
    return busy;
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>(settled.tenants());
    names.addAll(settings.keySet());
    names.addAll(lineups.keySet());
    names.removeIf(wanted.negate());
    return names;
  }

  private boolean exists(String name) {
    return settings.containsKey(name) || settled.has(name, tenants.containsKey(name));
  }

  /** Goes by these settings from now on. */
  void configure(Map<String, TenantConfig> next) {
    settings = next;
    lineups.forEach((name, lineup) -> lineup.configure(settings(name)));
  }

  private TenantConfig settings(String tenant) {
    return settings.getOrDefault(tenant, TenantConfig.defaults());
  }

  private boolean lead(String name) {
    TenantPlugins lineup = lineups.computeIfAbsent(name, this::create);
    tenants.put(name, lineup.tenant());
    Map<String, DesiredPlugin> plugins = settled.plugins(name);
    plugins.replaceAll((plugin, found) -> found.with(settings(name).plugin(plugin)));
    return lineup.look(plugins, plugin -> settled.moving(name, plugin));
  }

  private TenantPlugins create(String name) {
    TenantConfig config = settings(name);
    TenantBulkhead bulkhead =
        new TenantBulkhead(config.calls().concurrency(workshop.calls()), config.calls().queue(workshop.calls()));
    return new TenantPlugins(new Tenant(name, config, bulkhead, workshop.memory().tenant(name),
        new Throttle(workshop.vertx(), name, bulkhead)), workshop);
  }

  private boolean dismiss(String name) {
    if (tenants.remove(name) != null) {
      LOG.info("tenant {} is gone", name);
    }
    TenantPlugins lineup = lineups.get(name);
    boolean busy = lineup != null && lineup.look(Map.of(), plugin -> false);
    if (lineup != null && lineup.idle()) {
      lineups.remove(name);
      close(lineup);
    }
    return busy;
  }

  /** Whether a plugin is to be tried again though nobody touches the folder. */
  boolean waiting() {
    return lineups.values().stream().anyMatch(TenantPlugins::waiting);
  }

  /** The plugins that are being loaded, or wait for their turn, as {@code tenant/plugin}. */
  List<String> loading() {
    List<String> loading = new ArrayList<>();
    lineups.forEach((tenant, lineup) -> lineup.loading().forEach(plugin -> loading.add(tenant + "/" + plugin)));
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
    lineups.values().forEach(lineup -> lineup.faults()
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
    workshop.staging().touch();
    return null;
  }

  /** Stops all plugins. Blocks, within bounds. */
  void close() {
    workshop.lastGood().off();
    lineups.values().forEach(TenantPlugins::stop);
    lineups.values().forEach(FolderWatch::close);
    lineups.clear();
    workshop.staging().close();
  }

  private static void close(TenantPlugins lineup) {
    try {
      lineup.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
