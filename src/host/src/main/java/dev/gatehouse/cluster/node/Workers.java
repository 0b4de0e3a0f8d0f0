package dev.gatehouse.cluster.node;

import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.cluster.Envelope;
import dev.gatehouse.cluster.Seal;
import dev.gatehouse.cluster.SealException;
import dev.gatehouse.cluster.WorkerLink;
import dev.gatehouse.cluster.edge.RemoteCalls;
import dev.gatehouse.cluster.wire.MessageKind;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.tenant.RemoteTenants;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers that an edge knows. A worker is known from its first hello. It is pinged twice a second, and left when it has not answered
 * for 1.5 s: its calls end, and it gets no others until it says hello again. Only addresses that answer are used, whatever the cluster
 * remembers (vertx-hazelcast#196). Its state is confined to one event loop; what is public is thread-safe.
 */
public final class Workers {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final long PING_MILLIS = 500;
  private static final long TICK_MILLIS = 250;
  private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
  /** This process itself was stopped for so long: then everybody seems to be silent. */
  private static final long STOPPED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long ANSWER_MILLIS = 1_500;
  private static final long OFFER_MILLIS = 5_000;
  /** The time that workers have to say hello to an edge that starts. */
  private static final long HELLO_MILLIS = 700;
  private static final long SETTLE_MILLIS = 50;
  private static final long MOST_SETTLE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MOST_PEERS = 1_000;

  private final Vertx vertx;
  private final Context context;
  private final ClusterNode node;
  private final ClusterKeys keys;
  private final Changes changes;
  private final String address = Addresses.unique("edge");
  private final RemoteCalls calls;
  private final WorkerBoard board;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();
  private final HeardNews heard = new HeardNews();
  private final WorkerFaults faults = new WorkerFaults();
  private final Buffer ping = new Question(address, null).write();
  private long ticked;
  private int asking;

  /**
   * Knows nobody.
   *
   * @param vertx where callers are served
   * @param changes hears what plugins on workers announce
   */
  public Workers(Vertx vertx, ClusterNode node, ClusterKeys keys, Changes changes) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.node = node;
    this.keys = keys;
    this.changes = changes;
    calls = new RemoteCalls(vertx, keys, address);
    board = new WorkerBoard(peers, calls);
  }

  /** Joins the cluster and follows the workers. Completed when those that are there have described their plugins. */
  public Future<Void> follow(RemoteTenants tenants) {
    board.serveBy(tenants);
    node.consume(address, calls::receive);
    node.consume(Addresses.HELLO, message -> {
      Hello hello = Hello.read(message);
      if (hello != null) {
        context.runOnContext(now -> hear(hello));
      }
    });
    node.consume(Addresses.NEWS, this::news);
    Promise<Void> settled = Promise.promise();
    node.join().onFailure(settled::fail).onSuccess(joined -> context.runOnContext(started -> {
      ticked = System.nanoTime();
      vertx.setPeriodic(TICK_MILLIS, tick -> tick());
      vertx.setPeriodic(PING_MILLIS, tick -> peers.values().forEach(this::ping));
      node.publish(Addresses.WHO, Buffer.buffer());
      long begun = System.nanoTime();
      vertx.setTimer(HELLO_MILLIS, waited -> settle(settled, begun));
    }));
    return settled.future();
  }

  private void settle(Promise<Void> settled, long begun) {
    if (asking == 0 && board.isSettled() || System.nanoTime() - begun > MOST_SETTLE_NANOS) {
      settled.complete();
    } else {
      vertx.setTimer(SETTLE_MILLIS, waited -> settle(settled, begun));
    }
  }

  private void hear(Hello hello) {
    if (hello.isNewer()) {
      faults.add("worker " + hello.worker() + " speaks a newer format of messages (" + hello.format()
          + ") than this edge; upgrade the edge", System.nanoTime());
      return;
    }
    Peer peer = peers.get(hello.address());
    if (peer == null) {
      if (peers.size() >= MOST_PEERS || hello.leaving()) {
        return;
      }
      peer = new Peer(node, hello.worker(), hello.address(), System.nanoTime());
      peers.put(hello.address(), peer);
      board.found(peer);
    }
    if (hello.leaving() && !peer.isLeaving()) {
      LOG.info("worker {} leaves; it gets no new calls", peer);
      peer.leaving(true);
      board.changed(Set.copyOf(peer.plugins().keySet()), false);
    }
    compare(peer, hello);
  }

  private void compare(Peer peer, Hello hello) {
    Set<PluginId> withdrawn = new HashSet<>(peer.plugins().keySet());
    withdrawn.removeAll(hello.plugins().keySet());
    peer.plugins().keySet().removeAll(withdrawn);
    board.changed(withdrawn, true);
    hello.plugins().forEach((id, version) -> {
      Peer.Confirmed known = peer.plugins().get(id);
      if ((known == null || !known.version().equals(version)) && peer.asked().putIfAbsent(id, version) == null) {
        ask(peer, id, version);
      }
    });
  }

  private void ask(Peer peer, PluginId id, Hello.Version version) {
    asking++;
    node.ask(Addresses.questions(peer.address()), new Question(address, id).write(), OFFER_MILLIS)
        .onComplete(answer -> context.runOnContext(now -> {
          asking--;
          peer.asked().remove(id);
          if (answer.succeeded() && answer.result().length() > 0 && peer.isAlive()) {
            confirm(peer, id, version, answer.result());
          }
        }));
  }

  private void confirm(Peer peer, PluginId id, Hello.Version version, Buffer answer) {
    try {
      Offer offer = Offer.open(keys, answer, id, version.digest(), peer.address(), address);
      if (offer != null) {
        peer.plugins().put(id, new Peer.Confirmed(version, offer));
        board.changed(Set.of(id), false);
      }
    } catch (SealException e) {
      faults.add("plugin " + id + " of worker " + peer + " is not served: the worker has another key for tenant '" + id.tenant()
          + "'; compare cluster.secret of this edge with cluster.secret or cluster.tenants." + id.tenant() + " of the worker",
          System.nanoTime());
    } catch (IllegalArgumentException e) {
      faults.add("plugin " + id + " of worker " + peer + " is not served: " + e.getMessage(), System.nanoTime());
    }
  }

  private void ping(Peer peer) {
    node.ask(Addresses.questions(peer.address()), ping, ANSWER_MILLIS).onSuccess(pong -> peer.heard(System.nanoTime()));
  }

  private void tick() {
    long now = System.nanoTime();
    boolean stopped = now - ticked > STOPPED_NANOS;
    ticked = now;
    for (Peer peer : List.copyOf(peers.values())) {
      if (stopped) {
        peer.heard(now);
      } else if (now - peer.heard() > SILENT_NANOS) {
        lose(peer);
      }
    }
    board.sweep(now);
    faults.sweep(now);
  }

  private void lose(Peer peer) {
    peers.remove(peer.address(), peer);
    heard.forget(peer.address());
    int running = calls.running(peer);
    board.lost(peer, running);
    peer.lose();
    board.changed(Set.copyOf(peer.plugins().keySet()), false);
  }

  /** A plugin on a worker has news. A message that comes again, or from elsewhere, is dropped; so is one for another edge. */
  private void news(Buffer message) {
    Envelope clear = Envelope.read(message);
    if (clear == null || clear.kind() != MessageKind.NEWS || clear.isNewer() || !peers.containsKey(clear.from())) {
      return;
    }
    Seal seal = board.serves(clear.tenant()) ? keys.of(clear.tenant()) : null;
    try {
      if (seal != null) {
        News news = News.read(seal.open(clear, Addresses.NEWS, message));
        if (heard.isNew(clear) && news.edge().equals(address)) {
          news.tell(clear.tenant(), changes);
        }
      }
    } catch (SealException | IllegalArgumentException e) {
      LOG.debug("a message of {} was dropped", clear.from(), e);
    }
  }

  /** The workers by name, and how many calls of this edge each has; those that were lost lately too, with -1. */
  public Map<String, Integer> running() {
    Map<String, Integer> running = new TreeMap<>(board.lost());
    peers.values().forEach(peer -> running.put(peer.worker(), calls.running((WorkerLink) peer)));
    return running;
  }

  /** What workers serve, by name, each as {@code tenant/plugin}. */
  public Map<String, List<String>> plugins() {
    Map<String, List<String>> plugins = new TreeMap<>();
    peers.values().forEach(peer -> plugins.put(peer.worker(), peer.plugins().keySet().stream().map(PluginId::toString).sorted().toList()));
    return plugins;
  }

  /** The workers that do not answer or cannot be used, each in a sentence. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(faults.all());
    board.lost().keySet().forEach(worker -> problems.add("worker " + worker + " does not answer"));
    return problems;
  }
}
