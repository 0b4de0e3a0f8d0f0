package dev.gatehouse.cluster.edge;

import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.cluster.Envelope;
import dev.gatehouse.cluster.Seal;
import dev.gatehouse.cluster.WorkerLink;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.loop.EventLoops;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The calls that an edge has under way on workers. One for each edge. Thread-safe. */
public final class RemoteCalls {

  /** The lowest bits of a call's number are that of its event loop, so that its messages are read there. */
  private static final int LOOP_BITS = 16;

  private final Vertx vertx;
  private final EventLoops loops;
  private final ClusterKeys keys;
  private final String address;
  private final Map<Long, RemoteCall> calls = new ConcurrentHashMap<>();
  private final Map<WorkerLink, LinkCalls> links = new ConcurrentHashMap<>();
  private final Map<String, Map<String, AtomicLong>> series = new Recent<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger turns = new AtomicInteger();

  /**
   * No calls yet.
   *
   * @param keys the keys of the tenants
   * @param address this edge's event-bus address, unique for each start, with at least 64 random bits: messages are sealed for it, so that
   *     those of an earlier process cannot be replayed to the next
   */
  public RemoteCalls(Vertx vertx, ClusterKeys keys, String address) {
    this.vertx = vertx;
    this.loops = EventLoops.of(vertx);
    this.keys = keys;
    this.address = address;
  }

  /** Takes a message that arrived at this edge's address. Does not block; on any thread. */
  public void receive(Buffer message) {
    Envelope clear = Envelope.read(message);
    RemoteCall call = clear == null ? null : calls.get(clear.call());
    if (clear != null && call != null) {
      call.arrived(clear, message);
    }
  }

  /** How many calls a worker has of this edge. */
  public int running(WorkerLink link) {
    LinkCalls known = links.get(link);
    return known == null ? 0 : known.size();
  }

  /**
   * Sends a call to the worker with the fewest calls under way. On any thread.
   *
   * @param workers those that serve what is called
   * @return the result; fails as {@link dev.gatehouse.feature.Feature.Body#call} may
   */
  CompletionStage<Result> start(String tenant, List<WorkerLink> workers, Call call) {
    Seal seal = keys.of(tenant);
    EventLoop loop = here();
    if (seal == null || loop == null) {
      return CompletableFuture.failedFuture(none(call));
    }
    for (int attempts = workers.size(); attempts >= 0; attempts--) {
      LinkCalls link = pick(workers);
      if (link == null) {
        break;
      }
      RemoteCall remote = new RemoteCall(this, link, new RemoteCall.Lane(vertx, tenant, seal, loop), call, next(loop));
      calls.put(remote.number(), remote);
      if (link.add(remote)) {
        return remote.begin();
      }
      remove(remote);
    }
    return CompletableFuture.failedFuture(none(call));
  }

  private static BusyException none(Call call) {
    return new BusyException("no worker serves " + call.subject() + " now");
  }

  /** The caller's event loop, or any. */
  private @Nullable EventLoop here() {
    EventLoop current = loops.current();
    return current == null ? loops.at(turns.getAndIncrement()) : current;
  }

  private long next(EventLoop loop) {
    return numbers.incrementAndGet() << LOOP_BITS | loop.index();
  }

  /** The worker with the fewest calls; among several each in its turn. */
  private @Nullable LinkCalls pick(List<WorkerLink> workers) {
    int first = turns.getAndIncrement();
    LinkCalls best = null;
    for (int i = 0; i < workers.size(); i++) {
      WorkerLink link = workers.get(Math.floorMod(first + i, workers.size()));
      LinkCalls calls = link.isAlive() ? of(link) : null;
      if (calls != null && (best == null || calls.size() < best.size())) {
        best = calls;
      }
    }
    return best;
  }

  private LinkCalls of(WorkerLink link) {
    LinkCalls known = links.get(link);
    if (known != null) {
      return known;
    }
    LinkCalls fresh = new LinkCalls(link, series(link.address()));
    LinkCalls taken = links.putIfAbsent(link, fresh);
    if (taken != null) {
      return taken;
    }
    link.onLost(() -> {
      links.remove(link);
      fresh.lose();
    });
    return fresh;
  }

  private Map<String, AtomicLong> series(String worker) {
    synchronized (series) {
      return series.computeIfAbsent(worker, first -> new ConcurrentHashMap<>());
    }
  }

  /** A bounded map, which forgets what was not asked for for longest. */
  private static final class Recent<T> extends LinkedHashMap<String, T> {

    private static final long serialVersionUID = 1L;
    private static final int MOST = 4_096;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
      return size() > MOST;
    }
  }

  /** A call has ended. */
  void remove(RemoteCall call) {
    calls.remove(call.number());
  }

  /** This edge's address. */
  String address() {
    return address;
  }
}
