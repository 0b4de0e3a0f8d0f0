package dev.gatehouse.cluster.node;

import dev.gatehouse.cluster.WorkerLink;
import dev.gatehouse.cluster.edge.RemoteCalls;
import dev.gatehouse.tenant.RemotePlugin;
import dev.gatehouse.tenant.RemoteTenants;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses which version of each plugin an edge serves and which workers get its calls. The newest version wins, and all workers that have it
 * share the calls. A plugin whose workers are gone stays listed for ten minutes, so that lists do not change at each restart of a worker.
 */
final class WorkerBoard {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  /** Any member of the cluster can say hello under any name; no more names of the lost are kept. */
  private static final int MOST_LOST = 1_000;
  private static final long UNSERVED_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Map<String, Peer> peers;
  private final RemoteCalls calls;
  /** Set before the first worker is found. */
  private @Nullable RemoteTenants serving;
  private final Map<PluginId, Choice> choices = new HashMap<>();
  private volatile Set<String> tenants = Set.of();
  /** The workers that were lost, by name, and when. */
  private final Map<String, Long> lost = new ConcurrentHashMap<>();
  private final AtomicInteger swapping = new AtomicInteger();

  WorkerBoard(Map<String, Peer> peers, RemoteCalls calls) {
    this.peers = peers;
    this.calls = calls;
  }

  /** Has these tenants serve what is chosen. */
  void serveBy(RemoteTenants all) {
    serving = all;
  }

  /** Whether a plugin of the tenant is served. By any thread. */
  boolean serves(String tenant) {
    return tenants.contains(tenant);
  }

  /** Whether what was chosen is served. */
  boolean isSettled() {
    return swapping.get() == 0;
  }

  void found(Peer peer) {
    boolean back = lost.remove(peer.worker()) != null;
    LOG.info(back ? "worker {} answers again" : "worker {} has joined", peer);
  }

  void lost(Peer peer, int running) {
    // Of a process that was started again at once, the next has said hello before this one is lost.
    if (peer.isLeaving() || peers.values().stream().anyMatch(other -> other.worker().equals(peer.worker()))) {
      LOG.info("worker {} is gone", peer);
      return;
    }
    if (lost.size() < MOST_LOST) {
      lost.put(peer.worker(), System.nanoTime());
    }
    LOG.warn("worker {} does not answer and gets no calls; {} that it had may or may not have run", peer, running);
  }

  /** The workers that were lost within the last ten minutes, each with -1. By any thread. */
  Map<String, Integer> lost() {
    Map<String, Integer> names = new TreeMap<>();
    lost.keySet().forEach(worker -> names.put(worker, -1));
    return names;
  }

  /**
   * Chooses anew for plugins that other workers may have now.
   *
   * @param withdrawn whether a worker serves them no more, though it is there
   */
  void changed(Collection<PluginId> plugins, boolean withdrawn) {
    Set<String> dirty = new HashSet<>();
    plugins.forEach(id -> {
      if (choose(id, withdrawn)) {
        dirty.add(id.tenant());
      }
    });
    dirty.forEach(this::serve);
  }

  /** Whether another version is served now. */
  private boolean choose(PluginId id, boolean withdrawn) {
    List<Peer.Confirmed> offers = new ArrayList<>();
    Map<String, List<WorkerLink>> links = new HashMap<>();
    peers.values().stream().filter(Peer::isOpen).forEach(peer -> {
      Peer.Confirmed confirmed = peer.plugins().get(id);
      if (confirmed != null) {
        offers.add(confirmed);
        links.computeIfAbsent(confirmed.version().digest(), first -> new ArrayList<>()).add(peer);
      }
    });
    Choice before = choices.get(id);
    if (offers.isEmpty()) {
      if (before != null) {
        before.links(List.of(), System.nanoTime());
      }
      return withdrawn && choices.remove(id) != null;
    }
    Choice next = Choice.of(before, offers.stream().reduce(Choice.NEWER).orElseThrow().offer(), calls);
    next.links(links.getOrDefault(next.digest(), List.of()), System.nanoTime());
    choices.put(id, next);
    return next != before;
  }

  private void serve(String tenant) {
    Map<String, RemotePlugin> plugins = new TreeMap<>();
    Set<String> names = new HashSet<>();
    choices.forEach((id, choice) -> {
      names.add(id.tenant());
      if (id.tenant().equals(tenant)) {
        plugins.put(id.plugin(), choice.plugin());
      }
    });
    tenants = Set.copyOf(names);
    swapping.incrementAndGet();
    Objects.requireNonNull(serving).serve(tenant, plugins).onComplete(done -> swapping.decrementAndGet())
        .onFailure(failure -> LOG.error("the plugins of tenant {} could not be served", tenant, failure));
  }

  /** Forgets workers that were lost, and plugins without workers, after ten minutes. */
  void sweep(long now) {
    lost.values().removeIf(since -> now - since > UNSERVED_NANOS);
    Set<String> dirty = new HashSet<>();
    choices.entrySet().removeIf(one -> {
      boolean unserved = one.getValue().hasHadNoWorkerFor(now, UNSERVED_NANOS);
      if (unserved) {
        dirty.add(one.getKey().tenant());
      }
      return unserved;
    });
    dirty.forEach(this::serve);
  }
}
