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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bulkheads of one tenant's features. A feature keeps its bulkhead across versions, so that calls still running in the old version
 * count. Guarded by the lock of its owner, except for the bounds.
 */
final class FeatureBulkheads {

  private final Tenant tenant;
  private final CallsConfig calls;
  private final Map<Key, Bulkhead> bulkheads = new HashMap<>();

  FeatureBulkheads(Tenant tenant, CallsConfig calls) {
    this.tenant = tenant;
    this.calls = calls;
  }

  /** The catalogue entries of a plugin's features. */
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

  /** The limits for calls of a feature, by the current settings. Thread-safe. */
  CallBounds bounds(String plugin, Key key) {
    return tenant.config().calls().bounds(calls, plugin, key.kind() == Kind.TOOL ? key.name() : null);
  }

  /** The longest call timeout, by the current settings. */
  Duration longestCall() {
    return tenant.config().calls().longest(calls);
  }

  /** The size of a plugin's thread pool: twice the concurrency limit, since a thread becomes free a moment after its call's place. */
  int threads() {
    return 2 * tenant.bulkhead().most();
  }

  /** Removes the bulkheads of features that are no longer served: a plugin may register tools under ever new names. */
  void retain(Stream<Feature> served) {
    Set<Key> keys = served.map(Feature::key).collect(Collectors.toSet());
    bulkheads.entrySet().removeIf(one -> !keys.contains(one.getKey()) && one.getValue().running() == 0);
  }

  /** Resets the circuit breakers, since a new version is served. */
  void mend() {
    bulkheads.values().forEach(Bulkhead::mend);
  }
}
