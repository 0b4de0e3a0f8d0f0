package dev.gatehouse.tenant;

import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.Address;
import dev.gatehouse.feature.bulkhead.ToolThreads;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * Reconciles one tenant's served plugins with its folder: loads and deploys new versions beside the running ones, swaps them in together
 * with the removals, and then drains the old ones. Used by one thread.
 */
final class TenantPlugins {

  private final Tenant tenant;
  private final LoadContext context;
  private final FeatureBulkheads bulkheads;
  private final Drain drain;
  private final ServedPlugins served;
  private final PluginFaults faults;
  private final Fallbacks fallbacks;
  private final Map<String, PluginLoad> loads = new TreeMap<>();
  private final Map<String, Integer> generations = new HashMap<>();
  private List<String> loading = List.of();
  private boolean queued;

  TenantPlugins(Tenant tenant, LoadContext context) {
    this.tenant = tenant;
    this.context = context;
    bulkheads = new FeatureBulkheads(tenant, context.calls());
    drain = new Drain(context.vertx(), context.times());
    served = new ServedPlugins(tenant, context, bulkheads, drain);
    faults = new PluginFaults(tenant.name(), context.times(), context.faults());
    fallbacks = new Fallbacks(tenant.name(), context.lastGood());
  }

  Tenant tenant() {
    return tenant;
  }

  List<PluginFault> faults() {
    return faults.all().stream().map(fault -> fallbacks.tell(fault, served::has)).toList();
  }

  /** The plugins that are being loaded, or wait for their turn, and have not failed before. */
  List<String> loading() {
    return loading;
  }

  /** Whether it has something to do later, though nobody touches the folder. */
  boolean waiting() {
    return faults.waiting() || !faults.clashes().isEmpty() || !drain.idle();
  }

  /** Whether all that is left to do is to begin a load, as of the last reconciliation, for which there was no place. */
  boolean isQueued() {
    return queued;
  }

  /**
   * Goes on towards what is desired, as far as it goes without waiting.
   *
   * @param desired the plugins to serve
   * @param moving which plugins to leave as they are, desired or not
   * @return whether something is still being loaded
   */
  boolean reconcile(Map<String, DesiredPlugin> desired, Predicate<String> moving) {
    faults.keep(found -> wants(desired, moving, found));
    fallbacks.retain(kept -> faults.names().contains(kept.source().name()) && (served.has(kept) || kept.still()));
    if (served.takeNameFreed()) {
      faults.forget(faults.clashes());
    }
    // One that hangs would hold up its successor, and nobody wants it any more.
    loads.values().removeIf(load -> !wants(desired, moving, load.found()) && load.abandon("its files have changed"));
    loads.values().forEach(PluginLoad::tend);
    boolean begun = begin(desired.values());
    boolean complete = begin(fallbacks.all()) && begun;
    if (complete && loads.values().stream().noneMatch(PluginLoad::awaited)) {
      Map<String, Generation> stay = served.all();
      stay.keySet().removeIf(name -> !desired.containsKey(name) && !moving.test(name));
      swap(stay);
    }
    drain.sweep();
    loading = desired.values().stream().filter(found -> !served.has(found) && !faults.has(found)).map(found -> found.source().name())
        .toList();
    queued = !complete && loads.isEmpty();
    return !complete || !loads.isEmpty() || !fallbacks.all().stream().allMatch(served::has);
  }

  private boolean wants(Map<String, DesiredPlugin> desired, Predicate<String> moving, DesiredPlugin found) {
    String name = found.source().name();
    return found.equals(desired.get(name)) || fallbacks.has(found) || moving.test(name);
  }

  private boolean begin(Collection<DesiredPlugin> desired) {
    for (DesiredPlugin found : desired) {
      String name = found.source().name();
      if (!served.has(found) && !faults.holds(found) && !loads.containsKey(name) && found.still()) {
        boolean again = faults.has(found);
        PluginLoad load = PluginLoad.begin(found, tenant, context, again);
        if (load != null) {
          loads.put(name, load);
        } else if (!again) {
          return false;
        }
      }
    }
    return true;
  }

  private void swap(Map<String, Generation> stay) {
    Set<String> clashed = faults.clashes();
    Map<String, Generation> arrivals = arrivals();
    if (served.swap(stay, arrivals, this::clashes)) {
      faults.forget(clashed);
      arrivals.values().stream().filter(generation -> !fallbacks.has(generation.found())).forEach(this::good);
    }
  }

  private void clashes(Generation arrival, String why) {
    refuse(arrival.found(), arrival.found().source().location() + " clashes: " + why, PluginFaults.Retry.NAMES);
    drain.end(arrival);
  }

  private Map<String, Generation> arrivals() {
    Map<String, Generation> arrivals = new TreeMap<>();
    for (PluginLoad load : List.copyOf(loads.values())) {
      if (!load.over()) {
        continue;
      }
      loads.remove(load.found().source().name());
      try {
        Generation generation = generation(load.get());
        // What changed while it was read will settle and be loaded again.
        if (!load.found().still()) {
          drain.end(generation);
          continue;
        }
        generation.deploy(context.vertx());
        arrivals.put(load.found().source().name(), generation);
      } catch (CompletionException e) {
        context.listener().failed(e);
        refuse(load.found(), PluginLoad.words(e.getCause(), served.has(load.found().source().name())),
            PluginLoad.passing(e.getCause()) ? faults.later(load.found(), load.gone()) : PluginFaults.Retry.FILES);
      }
    }
    return arrivals;
  }

  private void refuse(DesiredPlugin found, String message, PluginFaults.Retry retry) {
    if (fallbacks.giveUp(found, message) || !found.still()) {
      return;
    }
    boolean first = !faults.has(found);
    boolean replaces = served.has(found.source().name());
    faults.add(found, message, replaces, retry);
    if (first && !replaces) {
      fallbacks.add(found);
    }
  }

  /** What is served as it lies in the folder is the last known good version from now on. */
  private void good(Generation generation) {
    faults.forget(Set.of(generation.address().plugin()));
    context.vertx().executeBlocking(() -> {
      context.lastGood().keep(tenant.name(), generation.found(), generation.copy());
      return null;
    }, false);
  }

  private Generation generation(PluginLoad.Started started) {
    String plugin = started.plugin().name();
    Address address = new Address(tenant.name(), plugin, generations.merge(plugin, 1, Integer::sum));
    ToolThreads threads = new ToolThreads(tenant.name(), bulkheads.threads());
    tenant.throttle().watch(threads);
    Generation generation = new Generation(address, started, threads, key -> bulkheads.bounds(plugin, key).maxResult());
    generation.follow(features -> served.change(generation, features));
    return generation;
  }

  /** Has other settings from now on; plugins whose own settings are others are loaded anew. */
  void configure(TenantConfig config) {
    if (!config.equals(tenant.config())) {
      served.configure(config);
    }
  }

  /** Whether nothing of it is left. */
  boolean idle() {
    return served.isEmpty() && loads.isEmpty() && drain.idle();
  }

  /** Stops everything, without waiting for it; {@link #close} does. */
  void stop() {
    loads.values().forEach(this::discard);
    loads.clear();
    served.stop();
  }

  /** What has started, and waits for others to take its place with, is to be stopped too. */
  private void discard(PluginLoad load) {
    if (load.abandon("the host stops")) {
      return;
    }
    try {
      drain.end(generation(load.get()));
    } catch (CompletionException e) {
      // It failed, and nothing of it is left.
    }
  }

  /** Waits, within bounds, for what {@link #stop} began. */
  void close() throws InterruptedException {
    drain.close();
  }
}
