package dev.gatehouse.tenant;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Debounces changes of the plugin folder: compares two snapshots and keeps what they agree on. A plugin that differs between them is still
 * being written and keeps its served version.
 */
final class StableScan {

  private final PluginFolder before;
  private final PluginFolder now;
  private final Map<String, Set<String>> moving = new HashMap<>();

  StableScan(PluginFolder before, PluginFolder now) {
    this.before = before;
    this.now = now;
  }

  /** Treats one snapshot as stable, for the start, when no served version needs protection. */
  static StableScan atOnce(PluginFolder now) {
    return new StableScan(now, now);
  }

  /** Whether a tenant has a folder. While that is changing or unreadable, the earlier state counts. */
  boolean has(String tenant, boolean known) {
    boolean was = before.has(tenant);
    boolean is = now.has(tenant);
    return was == is && (is || readable(tenant)) ? is : known;
  }

  Set<String> tenants() {
    return now.tenants();
  }

  /** Whether nothing was being written: both snapshots are the same. */
  boolean isSettled() {
    return before == now;
  }

  /** Whether a tenant is to have the same as by an earlier scan. */
  boolean isSame(StableScan earlier, String tenant) {
    return before.isSame(earlier.before, tenant) && now.isSame(earlier.now, tenant);
  }

  /** What either look saw that is a plugin or may be one, as {@code tenant/plugin}; while it is the same, so is {@link #mayHave}. */
  Set<String> traces() {
    Set<String> all = before.traces();
    all.addAll(now.traces());
    return all;
  }

  /** Whether a tenant, or everybody, has a plugin of its own, or may have it: it is being written, or cannot be seen. */
  boolean mayHave(String tenant, String plugin) {
    String name = tenant + '/' + plugin;
    return before.plugins().contains(name) || now.plugins().contains(name) || !before.readable(tenant, plugin)
        || !now.readable(tenant, plugin) || now.names(tenant).contains(plugin);
  }

  /** What a tenant is to be served, by plugin. */
  Map<String, DesiredPlugin> plugins(String tenant) {
    Map<String, DesiredPlugin> stable = new TreeMap<>(now.plugins(tenant));
    stable.keySet().removeIf(plugin -> moving(tenant, plugin));
    return stable;
  }

  /** Whether a plugin must be left as it is, served or not. */
  boolean moving(String tenant, String plugin) {
    return !before.readable(tenant, plugin) || !now.readable(tenant, plugin)
        || moving.computeIfAbsent(tenant, this::movingOf).contains(plugin);
  }

  private Set<String> movingOf(String tenant) {
    if (before == now) {
      return Set.of();
    }
    Map<String, DesiredPlugin> was = before.plugins(tenant);
    Map<String, DesiredPlugin> is = now.plugins(tenant);
    Set<String> moving = new HashSet<>(was.keySet());
    moving.addAll(is.keySet());
    moving.removeIf(name -> was.containsKey(name) && was.get(name).equals(is.get(name)));
    return moving;
  }

  private boolean readable(String tenant) {
    return before.readable(tenant) && now.readable(tenant);
  }

  /** What both looks found wrong. */
  List<PluginFault> faults() {
    return now.faults().stream().filter(before.faults()::contains).toList();
  }

  /** What both looks passed over, and why. */
  List<String> notes() {
    return now.notes().stream().filter(before.notes()::contains).toList();
  }
}
