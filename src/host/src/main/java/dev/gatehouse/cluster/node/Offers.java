package dev.gatehouse.cluster.node;

import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.cluster.WorkerPlugin;
import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Info;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.plugin.load.FileVersion;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker offers: its tenants' plugins, described when they change. */
final class Offers {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final ClusterNode node;
  private final ClusterKeys keys;
  private final Tenants tenants;
  private final CallsConfig calls;
  /** By tenant. Guarded by this. */
  private final Map<String, Described> described = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private volatile Map<PluginId, Standing> standing = Map.of();

  private record Standing(Offer offer, Hello.Version version) {
  }

  /** The description of a tenant, for as long as it serves just that. */
  private record Described(Catalogue catalogue, Map<String, List<FileVersion>> jars, Map<PluginId, Standing> plugins) {
  }

  Offers(ClusterNode node, ClusterKeys keys, Tenants tenants, CallsConfig calls) {
    this.node = node;
    this.keys = keys;
    this.tenants = tenants;
    this.calls = calls;
  }

  /** One plugin, or null. */
  @Nullable
  Offer find(PluginId id) {
    Standing one = standing.get(id);
    return one == null ? null : one.offer();
  }

  /** The versions that are served now. */
  synchronized Map<PluginId, Hello.Version> versions() {
    Map<PluginId, Standing> next = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (Tenant tenant : tenants.all()) {
      names.add(tenant.name());
      if (hasKey(tenant.name())) {
        next.putAll(described.merge(tenant.name(), describe(tenant, described.get(tenant.name())), (before, now) -> now).plugins());
      }
    }
    described.keySet().retainAll(names);
    standing = Map.copyOf(next);
    Map<PluginId, Hello.Version> versions = new HashMap<>();
    next.forEach((id, one) -> versions.put(id, one.version()));
    return versions;
  }

  private boolean hasKey(String tenant) {
    boolean has = keys.of(tenant) != null;
    if (!has && refused.add(tenant)) {
      LOG.error("tenant {} is not served: cluster.tenants has no key for it", tenant);
    }
    return has;
  }

  private Described describe(Tenant tenant, @Nullable Described before) {
    Catalogue catalogue = tenant.catalogue();
    Map<String, List<FileVersion>> jars = tenant.jars();
    if (before != null && before.catalogue() == catalogue && before.jars() == jars) {
      return before;
    }
    Map<PluginId, Standing> plugins = new HashMap<>();
    byPlugin(catalogue).forEach((plugin, entries) -> {
      PluginId id = new PluginId(tenant.name(), plugin);
      plugins.put(id, standing(id, entries, jars.getOrDefault(plugin, List.of()), tenant));
    });
    return new Described(catalogue, jars, plugins);
  }

  private static Map<String, List<Entry>> byPlugin(Catalogue catalogue) {
    Map<String, List<Entry>> plugins = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      catalogue.all(kind).forEach(entry -> plugins.computeIfAbsent(entry.address().plugin(), first -> new ArrayList<>()).add(entry));
    }
    return plugins;
  }

  private long maxResult(Tenant tenant, String plugin, Key key) {
    return tenant.config().calls().bounds(calls, plugin, key.kind() == Kind.TOOL ? key.name() : null).maxResult();
  }

  private Standing standing(PluginId id, List<Entry> entries, List<FileVersion> jars, Tenant tenant) {
    List<Info> infos = entries.stream().map(Entry::info).toList();
    long maxResult = entries.stream().mapToLong(entry -> maxResult(tenant, id.plugin(), entry.key())).max().orElse(0);
    String digest = Offer.digest(new WorkerPlugin("", id.tenant(), id.plugin(), "", infos, maxResult), jars);
    Standing before = standing.get(id);
    if (before != null && before.version().digest().equals(digest)) {
      return before;
    }
    Offer offer = new Offer(new WorkerPlugin(node.name(), id.tenant(), id.plugin(), digest, infos, maxResult), jars);
    return new Standing(offer, new Hello.Version(digest, System.currentTimeMillis()));
  }
}
