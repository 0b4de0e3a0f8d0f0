package dev.gatehouse.tenant;

import dev.gatehouse.config.CallBounds;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Entries;
import dev.gatehouse.feature.Features;
import dev.gatehouse.feature.PluginCall;
import dev.gatehouse.feature.ToolAddress;
import dev.gatehouse.feature.bulkhead.Bulkhead;
import dev.gatehouse.feature.bulkhead.ToolThreads;
import dev.gatehouse.plugin.load.JarVersion;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * What one tenant is served, and how it gets from one set of plugins to the next: newcomers are loaded and deployed beside what
 * runs, take their places in one step with those that leave, and only then do the old ones drain. Used by one thread, but for the
 * changes that plugins make to their own tools, which come from theirs.
 */
final class TenantPlugins {

  private final Tenant tenant;
  private final LoadContext workshop;
  private final Drain drain;
  private final PluginFaults refusals;
  private final Map<String, PluginLoad> loads = new TreeMap<>();
  private final Map<String, Integer> generations = new HashMap<>();
  private final Map<String, Bulkhead> bulkheads = new HashMap<>();
  /** Guards what is served, the catalogue and the bulkheads. Never held while something is waited for: a plugin may be on an event loop. */
  private final Object seats = new Object();
  private Map<String, Generation> served = new TreeMap<>();
  private volatile boolean nameFreed;
  private List<String> loading = List.of();
  private final Fallbacks fallbacks;

  TenantPlugins(Tenant tenant, LoadContext workshop) {
    this.tenant = tenant;
    this.workshop = workshop;
    drain = new Drain(workshop.vertx(), workshop.pace());
    refusals = new PluginFaults(tenant.name(), workshop.pace());
    fallbacks = new Fallbacks(tenant.name(), workshop.lastGood());
  }

  Tenant tenant() {
    return tenant;
  }

  List<PluginFault> faults() {
    return refusals.faults().stream().map(fault -> fallbacks.tell(fault, this::serves)).toList();
  }

  /** The plugins that are being loaded, or wait for their turn, and have not failed before. */
  List<String> loading() {
    return loading;
  }

  /** Whether it has something to do later, though nobody touches the folder. */
  boolean waiting() {
    return refusals.waiting() || !drain.idle();
  }

  /**
   * Goes on towards what is wanted, as far as it goes without waiting.
   *
   * @param wanted the plugins to serve
   * @param moving which plugins to leave as they are, wanted or not
   * @return whether something is still being loaded
   */
  boolean look(Map<String, DesiredPlugin> wanted, Predicate<String> moving) {
    refusals.keep(found -> wants(wanted, moving, found));
    fallbacks.retain(kept -> refusals.names().contains(kept.source().name()) && (serves(kept) || kept.still()));
    if (nameFreed) {
      nameFreed = false;
      refusals.forget(refusals.clashes());
    }
    // One that hangs would hold up its successor, and nobody wants it any more.
    loads.values().removeIf(load -> !wants(wanted, moving, load.found()) && load.abandon("its files have changed"));
    loads.values().forEach(PluginLoad::tend);
    boolean begun = begin(wanted.values());
    boolean complete = begin(fallbacks.all()) && begun;
    loading = wanted.values().stream().filter(found -> !serves(found) && !refusals.has(found)).map(found -> found.source().name()).toList();
    if (complete && loads.values().stream().noneMatch(PluginLoad::awaited)) {
      Map<String, Generation> next = new TreeMap<>(served);
      next.keySet().removeIf(name -> !wanted.containsKey(name) && !moving.test(name));
      apply(next);
    }
    drain.sweep();
    return !complete || !loads.isEmpty() || !fallbacks.all().stream().allMatch(this::serves);
  }

  private boolean wants(Map<String, DesiredPlugin> wanted, Predicate<String> moving, DesiredPlugin found) {
    String name = found.source().name();
    return found.equals(wanted.get(name)) || fallbacks.has(found) || moving.test(name);
  }

  private boolean begin(Collection<DesiredPlugin> wanted) {
    for (DesiredPlugin found : wanted) {
      String name = found.source().name();
      if (!serves(found) && !refusals.holds(found) && !loads.containsKey(name) && found.still()) {
        boolean again = refusals.has(found);
        PluginLoad load = PluginLoad.begin(found, tenant, workshop, again);
        if (load != null) {
          loads.put(name, load);
        } else if (!again) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean serves(DesiredPlugin found) {
    Generation generation = served.get(found.source().name());
    return generation != null && generation.found().equals(found);
  }

  private void apply(Map<String, Generation> stay) {
    Set<String> clashed = refusals.clashes();
    Map<String, Generation> arrivals = arrivals();
    synchronized (seats) {
      Catalogue catalogue = seat(stay, arrivals);
      stay.putAll(arrivals);
      if (!stay.equals(served)) {
        publish(stay, catalogue);
        refusals.forget(clashed);
        arrivals.values().stream().filter(generation -> !fallbacks.has(generation.found())).forEach(this::good);
      }
    }
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
        generation.deploy(workshop.vertx());
        arrivals.put(load.found().source().name(), generation);
      } catch (CompletionException e) {
        refuse(load.found(), PluginLoad.words(e.getCause(), served.containsKey(load.found().source().name())),
            PluginLoad.passing(e.getCause()) ? refusals.later(load.found(), load.gone()) : RetryWhen.FILES);
      }
    }
    return arrivals;
  }

  private void refuse(DesiredPlugin found, String message, RetryWhen remedy) {
    if (fallbacks.giveUp(found, message) || !found.still()) {
      return;
    }
    boolean first = !refusals.has(found);
    boolean replaces = served.containsKey(found.source().name());
    refusals.add(found, message, replaces, remedy);
    if (first && !replaces) {
      fallbacks.add(found);
    }
  }

  /** What is served as it lies in the folder is the version to fall back to from now on. */
  private void good(Generation generation) {
    refusals.forget(Set.of(generation.address().plugin()));
    workshop.vertx().executeBlocking(() -> {
      workshop.lastGood().keep(tenant.name(), generation.found(), generation.copy());
      return null;
    }, false);
  }

  private Generation generation(StartedPlugin candidate) {
    String plugin = candidate.plugin().name();
    ToolAddress address = new ToolAddress(tenant.name(), plugin, generations.merge(plugin, 1, Integer::sum));
    ToolThreads threads = new ToolThreads(tenant.name(), threads());
    tenant.throttle().watch(threads);
    Generation generation = new Generation(address, candidate, threads, key -> bounds(plugin, key).maxResult());
    generation.follow(features -> change(generation, features));
    return generation;
  }

  /**
   * Serves what a plugin offers from now on; by any thread.
   *
   * @throws IllegalArgumentException when a name is taken; nothing has changed then
   */
  private void change(Generation generation, Features features) {
    synchronized (seats) {
      Entries entries = entries(generation.address(), features);
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
      forgetBulkheads();
      ListChanges.between(before, catalogue).tell(tenant.name(), workshop.changes());
    }
  }

  /** A tool keeps its bulkhead from version to version: what still runs in the old one counts. */
  private Entries entries(ToolAddress address, Features features) {
    return Entries.of(features, address, key -> bulkhead(address.plugin(), key), key -> bounds(address.plugin(), key).timeout());
  }

  private Bulkhead bulkhead(String plugin, String key) {
    CallBounds bounds = bounds(plugin, key);
    return bulkheads.compute(key, (k, known) -> known != null && known.most() == bounds.concurrency() && known.queue() == bounds.queue()
        && known.queueTimeout().equals(bounds.queueTimeout())
            ? known : new Bulkhead(tenant.bulkhead(), bounds.concurrency(), bounds.queue(), bounds.queueTimeout()));
  }

  private CallBounds bounds(String plugin, String key) {
    return tenant.config().calls().bounds(workshop.calls(), plugin, PluginCall.isTool(key) ? key : null);
  }

  /** What all of them serve. A newcomer that clashes is refused, and the version that it was to replace stays. */
  private Catalogue seat(Map<String, Generation> stay, Map<String, Generation> arrivals) {
    Catalogue catalogue = Catalogue.EMPTY;
    for (Map.Entry<String, Generation> one : stay.entrySet()) {
      catalogue = arrivals.containsKey(one.getKey()) ? catalogue : catalogue.plus(one.getValue().entries());
    }
    for (Generation newcomer : List.copyOf(arrivals.values())) {
      try {
        catalogue = catalogue.plus(newcomer.entries());
      } catch (IllegalArgumentException e) {
        refuse(newcomer.found(), newcomer.found().source().location() + " clashes: " + e.getMessage(), RetryWhen.NAMES);
        drain.end(arrivals.remove(newcomer.address().plugin()));
        return seat(stay, arrivals);
      }
    }
    return catalogue;
  }

  private void publish(Map<String, Generation> next, Catalogue catalogue) {
    Catalogue before = tenant.catalogue();
    tenant.publish(catalogue);
    served.values().stream().filter(old -> !next.containsValue(old)).forEach(old -> drain.add(old, drainTime()));
    Map<String, List<JarVersion>> jars = new TreeMap<>();
    next.forEach((plugin, generation) -> jars.put(plugin, generation.jars()));
    tenant.jars(jars);
    SwapLog.of(tenant.name(), served, next).log();
    served = next;
    tendBulkheads();
    ListChanges.between(before, catalogue).tell(tenant.name(), workshop.changes());
  }

  /** The tenant's calls may take longer now than at the start. */
  private Duration drainTime() {
    Duration longest = tenant.config().calls().longest(workshop.calls()).plusSeconds(1);
    return longest.compareTo(workshop.pace().drain()) > 0 ? longest : workshop.pace().drain();
  }

  /** Has other settings from now on. What runs goes on by those that it began with; plugins with other settings are loaded anew. */
  void configure(TenantConfig config) {
    if (config.equals(tenant.config())) {
      return;
    }
    tenant.configure(config, workshop.calls());
    synchronized (seats) {
      Catalogue catalogue = Catalogue.EMPTY;
      for (Generation generation : served.values()) {
        generation.resize(threads());
        generation.offer(generation.features(), entries(generation.address(), generation.features()));
        catalogue = catalogue.plus(generation.entries());
      }
      tenant.publish(catalogue);
    }
  }

  /** Twice as many as may run: a thread is free a moment after its call's place is. */
  private int threads() {
    return 2 * tenant.bulkhead().most();
  }

  /** Goes by what is served now; a new version is given a new chance. */
  private void tendBulkheads() {
    forgetBulkheads();
    bulkheads.values().forEach(Bulkhead::mend);
  }

  /** Those of what is not served any more: a plugin may register tools under ever new names. */
  private void forgetBulkheads() {
    Set<String> keys = new HashSet<>();
    served.values().forEach(generation -> keys.addAll(generation.features().keys()));
    bulkheads.entrySet().removeIf(one -> !keys.contains(one.getKey()) && one.getValue().running() == 0);
  }

  /** Whether nothing of it is left. */
  boolean idle() {
    return served.isEmpty() && loads.isEmpty() && drain.idle();
  }

  /** Stops everything, without waiting for it; {@link #close} does. */
  void stop() {
    loads.values().forEach(this::discard);
    loads.clear();
    synchronized (seats) {
      served.values().forEach(drain::end);
      served = new TreeMap<>();
    }
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
