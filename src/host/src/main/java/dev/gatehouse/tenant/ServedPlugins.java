package dev.gatehouse.tenant;

import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.plugin.load.FileVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Hot swap: replaces the generations of a tenant together with its catalogue in one step, and then drains the old ones. One thread swaps;
 * plugins change their own features from any thread. The lock is never held while waiting, since a plugin may run on an event loop.
 */
final class ServedPlugins {

  private final Tenant tenant;
  private final LoadContext context;
  private final FeatureBulkheads bulkheads;
  private final Drain drain;
  /** Generations by plugin. Replaced as a whole, under the lock. */
  private volatile Map<String, Generation> served = Map.of();
  private volatile boolean nameFreed;

  ServedPlugins(Tenant tenant, LoadContext context, FeatureBulkheads bulkheads, Drain drain) {
    this.tenant = tenant;
    this.context = context;
    this.bulkheads = bulkheads;
    this.drain = drain;
  }

  /** Whether this version of a plugin is served. */
  boolean has(DesiredPlugin found) {
    Generation generation = served.get(found.source().name());
    return generation != null && generation.found().equals(found);
  }

  /** Whether any version of a plugin is served. */
  boolean has(String plugin) {
    return served.containsKey(plugin);
  }

  boolean isEmpty() {
    return served.isEmpty();
  }

  /** A copy of the generations by plugin. */
  Map<String, Generation> all() {
    return new TreeMap<>(served);
  }

  /** Whether a plugin has released a name since the last call: another may take it. */
  boolean takeNameFreed() {
    boolean was = nameFreed;
    nameFreed = false;
    return was;
  }

  /**
   * Swaps the served generations.
   *
   * @param stay those that are served already
   * @param arrivals new generations, which replace those of the same plugin; one that clashes is removed, and the old one stays
   * @param refuse is given each arrival that clashes, and why
   * @return whether anything has changed
   */
  synchronized boolean swap(Map<String, Generation> stay, Map<String, Generation> arrivals, BiConsumer<Generation, String> refuse) {
    Catalogue catalogue = catalogue(stay, arrivals, refuse);
    Map<String, Generation> next = new TreeMap<>(stay);
    next.putAll(arrivals);
    boolean changed = !next.equals(served);
    if (changed) {
      publish(next, catalogue);
    }
    return changed;
  }

  private static Catalogue catalogue(Map<String, Generation> stay, Map<String, Generation> arrivals,
      BiConsumer<Generation, String> refuse) {
    Catalogue catalogue = Catalogue.EMPTY;
    for (Map.Entry<String, Generation> one : stay.entrySet()) {
      catalogue = arrivals.containsKey(one.getKey()) ? catalogue : catalogue.plus(one.getValue().entries());
    }
    for (Generation arrival : List.copyOf(arrivals.values())) {
      try {
        catalogue = catalogue.plus(arrival.entries());
      } catch (IllegalArgumentException e) {
        arrivals.remove(arrival.address().plugin());
        refuse.accept(arrival, e.getMessage());
        return catalogue(stay, arrivals, refuse);
      }
    }
    return catalogue;
  }

  private void publish(Map<String, Generation> next, Catalogue catalogue) {
    Catalogue before = tenant.catalogue();
    tenant.publish(catalogue);
    served.values().stream().filter(old -> !next.containsValue(old)).forEach(old -> drain.add(old, drainTime()));
    Map<String, List<FileVersion>> jars = new TreeMap<>();
    next.forEach((plugin, generation) -> jars.put(plugin, generation.jars()));
    tenant.jars(jars);
    SwapLog.of(tenant.name(), served, next).log();
    served = next;
    bulkheads.retain(features(next));
    bulkheads.mend();
    ListChanges.tell(tenant.name(), before, catalogue, context.changes());
  }

  /** Read at each drain, since the tenant's call timeouts can change. */
  private Duration drainTime() {
    Duration longest = bulkheads.longestCall().plusSeconds(1);
    return longest.compareTo(context.times().drain()) > 0 ? longest : context.times().drain();
  }

  /**
   * Replaces a plugin's features. Thread-safe.
   *
   * @throws IllegalArgumentException when a name is taken; nothing has changed then
   */
  synchronized void change(Generation generation, List<Feature> features) {
    List<Entry> entries = bulkheads.entries(generation.address(), features);
    if (!served.containsValue(generation)) {
      generation.offer(features, entries);
      return;
    }
    Catalogue catalogue = Catalogue.EMPTY;
    for (Generation other : served.values()) {
      catalogue = other == generation ? catalogue : catalogue.plus(other.entries());
    }
    catalogue = catalogue.plus(entries);
    SwapLog.logChange(generation.address(), generation.features(), features);
    generation.offer(features, entries);
    Catalogue before = tenant.catalogue();
    tenant.publish(catalogue);
    nameFreed = true;
    bulkheads.retain(features(served));
    ListChanges.tell(tenant.name(), before, catalogue, context.changes());
  }

  private static Stream<Feature> features(Map<String, Generation> generations) {
    return generations.values().stream().flatMap(generation -> generation.features().stream());
  }

  /** Applies new settings. Running calls keep the old ones. */
  void configure(TenantConfig config) {
    tenant.configure(config, context.calls());
    synchronized (this) {
      Catalogue catalogue = Catalogue.EMPTY;
      for (Generation generation : served.values()) {
        generation.resize(bulkheads.threads());
        generation.offer(generation.features(), bulkheads.entries(generation.address(), generation.features()));
        catalogue = catalogue.plus(generation.entries());
      }
      tenant.publish(catalogue);
    }
  }

  /** Ends all generations at once. */
  synchronized void stop() {
    served.values().forEach(drain::end);
    served = Map.of();
  }
}
