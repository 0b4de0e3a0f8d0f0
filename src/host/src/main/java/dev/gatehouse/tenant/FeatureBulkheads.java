package dev.gatehouse.tenant;

import dev.gatehouse.config.CallBounds;
import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.feature.Address;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.bulkhead.Bulkhead;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The bulkheads of one tenant's features. A feature keeps its bulkhead across versions, so that calls still running in the old version
 * count. Guarded by the lock of {@link ServedPlugins}, except for the bounds.
 */
final class FeatureBulkheads {

  private final Tenant tenant;
  private final CallsConfig calls;
  private final Map<Key, Bulkhead> bulkheads = new HashMap<>();

  FeatureBulkheads(Tenant tenant, CallsConfig calls) {
    this.tenant = tenant;
    this.calls = calls;
  }

  /** What a plugin's features add to the catalogue. */
  List<Entry> entries(Address address, List<Feature> features) {
    return features.stream().map(Feature::info).map(info -> new Entry(info, address, bulkhead(address.plugin(), info.key()),
        bounds(address.plugin(), info.key()).timeout())).toList();
  }

  private Bulkhead bulkhead(String plugin, Key key) {
    CallBounds bounds = bounds(plugin, key);
    return bulkheads.compute(key, (k, known) -> known != null && known.most() == bounds.concurrency() && known.queue() == bounds.queue()
        && known.queueTimeout().equals(bounds.queueTimeout())
            ? known : new Bulkhead(tenant.bulkhead(), bounds.concurrency(), bounds.queue(), bounds.queueTimeout()));
  }

  /** How long calls of a feature may take and how large their results may be, by the settings of this moment. By any thread. */
  CallBounds bounds(String plugin, Key key) {
    return tenant.config().calls().bounds(calls, plugin, key.kind() == Kind.TOOL ? key.name() : null);
  }

  /** How long the longest call may take, by the settings of this moment. */
  Duration longestCall() {
    return tenant.config().calls().longest(calls);
  }

  /** The size of a plugin's thread pool: twice as many as may run, since a thread is free a moment after its call's place is. */
  int threads() {
    return 2 * tenant.bulkhead().most();
  }

  /** Forgets those of what is not served any more: a plugin may register tools under ever new names. */
  void retain(Collection<Generation> served) {
    Set<Key> keys = new HashSet<>();
    served.forEach(generation -> generation.features().forEach(feature -> keys.add(feature.key())));
    bulkheads.entrySet().removeIf(one -> !keys.contains(one.getKey()) && one.getValue().running() == 0);
  }

  /** Gives each a new chance, since a new version is served. */
  void mend() {
    bulkheads.values().forEach(Bulkhead::mend);
  }
}
