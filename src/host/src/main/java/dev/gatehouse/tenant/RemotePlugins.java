package dev.gatehouse.tenant;

import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.Address;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.bulkhead.ToolThreads;
import dev.gatehouse.plugin.load.FileVersion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hot swap of one tenant's remote plugins: deploys new versions beside the old ones, swaps the catalogue, and drains the old ones. */
final class RemotePlugins {

  private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);
  private static final long GRACE_MILLIS = 500;

  private final Tenant tenant;
  private final Vertx vertx;
  private final CallsConfig calls;
  private final Changes changes;
  private final FeatureBulkheads bulkheads;
  private final AtomicInteger generations;
  /** By plugin. Replaced as a whole. */
  private volatile Map<String, RemoteGeneration> served = Map.of();
  private volatile List<PluginFault> faults = List.of();
  private Future<Void> last = Future.succeededFuture();

  /**
   * Serves nothing yet.
   *
   * @param generations counts those of all tenants, so that none has an address that another of the same name had, which may still drain
   */
  RemotePlugins(Tenant tenant, Vertx vertx, CallsConfig calls, Changes changes, AtomicInteger generations) {
    this.tenant = tenant;
    this.vertx = vertx;
    this.calls = calls;
    this.changes = changes;
    this.generations = generations;
    bulkheads = new FeatureBulkheads(tenant, calls);
  }

  Tenant tenant() {
    return tenant;
  }

  List<PluginFault> faults() {
    return faults;
  }

  /** Whether it serves nothing and is not about to. */
  synchronized boolean isIdle() {
    return served.isEmpty() && last.isComplete();
  }

  /** Serves these and no others, after what was asked for before. */
  synchronized Future<Void> serve(Map<String, RemotePlugin> plugins) {
    last = last.transform(before -> swap(new TreeMap<>(plugins)));
    return last;
  }

  private Future<Void> swap(Map<String, RemotePlugin> plugins) {
    Map<String, RemoteGeneration> next = new TreeMap<>();
    List<Future<Void>> deployed = new ArrayList<>();
    plugins.forEach((name, plugin) -> {
      RemoteGeneration known = served.get(name);
      if (known != null && known.plugin().version().equals(plugin.version())) {
        next.put(name, known);
      } else {
        RemoteGeneration generation = generation(name, plugin);
        next.put(name, generation);
        deployed.add(generation.deploy(vertx));
      }
    });
    return Future.join(deployed).onSuccess(all -> publish(next)).mapEmpty();
  }

  private RemoteGeneration generation(String name, RemotePlugin plugin) {
    Address address = new Address(tenant.name(), name, generations.incrementAndGet());
    ToolThreads threads = new ToolThreads(tenant.name(), bulkheads.threads());
    return new RemoteGeneration(address, plugin, threads, key -> bulkheads.bounds(name, key).maxResult());
  }

  private synchronized void publish(Map<String, RemoteGeneration> next) {
    Map<String, RemoteGeneration> old = served;
    List<PluginFault> clashes = new ArrayList<>();
    Catalogue catalogue = catalogue(next, clashes);
    Catalogue before = tenant.catalogue();
    tenant.publish(catalogue);
    served = next;
    report(clashes);
    log(old, next);
    Map<String, List<FileVersion>> jars = new TreeMap<>();
    next.forEach((name, generation) -> jars.put(name, generation.plugin().jars()));
    tenant.jars(jars);
    bulkheads.retain(features(next));
    bulkheads.mend();
    old.values().stream().filter(generation -> !next.containsValue(generation))
        .forEach(generation -> generation.drain(vertx, GRACE_MILLIS, bulkheads.longestCall().plusSeconds(1).toMillis()));
    ListChanges.tell(tenant.name(), before, catalogue, changes);
  }

  /** A plugin that clashes with one before it in the order of names is not served. */
  private Catalogue catalogue(Map<String, RemoteGeneration> next, List<PluginFault> clashes) {
    Catalogue catalogue = Catalogue.EMPTY;
    for (Map.Entry<String, RemoteGeneration> one : next.entrySet()) {
      RemoteGeneration generation = one.getValue();
      generation.offer(bulkheads.entries(generation.address(), generation.plugin().features()));
      try {
        catalogue = catalogue.plus(generation.entries());
      } catch (IllegalArgumentException e) {
        clashes.add(new PluginFault(tenant.name(), one.getKey(), "clashes: " + e.getMessage()));
      }
    }
    return catalogue;
  }

  private void report(List<PluginFault> clashes) {
    clashes.stream().filter(fault -> !faults.contains(fault))
        .forEach(fault -> LOG.error("plugin {}/{} {}", fault.tenant(), fault.plugin(), fault.message()));
    faults = List.copyOf(clashes);
  }

  private void log(Map<String, RemoteGeneration> old, Map<String, RemoteGeneration> next) {
    next.forEach((name, generation) -> {
      if (!generation.equals(old.get(name))) {
        LOG.info("plugin {}/{} is served by workers: features {}, generation {}", tenant.name(), name,
            generation.plugin().features().size(), generation.address().generation());
      }
    });
    old.keySet().stream().filter(name -> !next.containsKey(name))
        .forEach(name -> LOG.info("plugin {}/{} is served by no worker any more", tenant.name(), name));
  }

  private static Stream<Feature> features(Map<String, RemoteGeneration> generations) {
    return generations.values().stream().flatMap(generation -> generation.plugin().features().stream());
  }

  /** Has other settings from now on. Running calls keep the old ones. */
  synchronized void configure(TenantConfig config) {
    if (!config.equals(tenant.config())) {
      tenant.configure(config, calls);
      served.values().forEach(generation -> generation.resize(bulkheads.threads()));
      tenant.publish(catalogue(served, new ArrayList<>()));
    }
  }

  /** Stops listening. */
  synchronized Future<Void> close() {
    last = last.transform(before -> Future.join(served.values().stream().map(generation -> generation.end(vertx)).toList()).mapEmpty());
    return last;
  }
}
