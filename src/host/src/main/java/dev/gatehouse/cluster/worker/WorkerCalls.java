package dev.gatehouse.cluster.worker;

import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.cluster.Envelope;
import dev.gatehouse.cluster.Post;
import dev.gatehouse.cluster.Seal;
import dev.gatehouse.cluster.SealException;
import dev.gatehouse.cluster.wire.CallForm;
import dev.gatehouse.cluster.wire.MessageKind;
import dev.gatehouse.cluster.wire.OutcomeForm;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.loop.EventLoops;
import dev.gatehouse.feature.loop.LongWork;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.tenant.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that a worker runs for edges: each through the worker's own dispatcher, with its bulkheads and its deadline. One for each
 * worker process. Thread-safe.
 */
public final class WorkerCalls {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerCalls.class);

  /** A worker gives a call up a little before its edge does, so that the edge learns what was slow. In milliseconds. */
  private static final long EARLIER = 100;
  /** The same for short calls, as a part of their time. */
  private static final int EARLIER_PART = 20;
  /** What comes for a call that is still being read, and the longest of it: a message without content. */
  private static final int MOST_EARLY = 4;
  private static final int LONGEST_EARLY = 1024;
  /** A message and its trees take about so many times its length. */
  private static final int FOOTPRINT = 4;

  private final Vertx vertx;
  private final EventLoops loops;
  private final Dispatcher dispatcher;
  private final Function<String, @Nullable Tenant> tenants;
  private final ClusterKeys keys;
  private final String address;
  private final Post post;
  private final LogThrottle throttle;
  private final CallTracer tracer;
  private final ReplayGuard replays = new ReplayGuard();
  private final Map<Id, WorkerCall> running = new ConcurrentHashMap<>();
  private final Map<Id, Opening> opening = new ConcurrentHashMap<>();

  /** A call's number is unique on its edge; another tenant's edges may claim the same address. */
  private record Id(String edge, String tenant, long call) {

    static Id of(Envelope clear) {
      return new Id(clear.from(), clear.tenant(), clear.call());
    }
  }

  /**
   * A long call that is being read, and the cancellations that overtake it. Anybody may send a call under the number of another, so several
   * may be read at once, and only the authentic one runs. Confined to the call's event loop.
   */
  private static final class Opening {

    private final List<Runnable> early = new ArrayList<>();
    private int calls;
  }

  /**
   * No calls yet.
   *
   * @param dispatcher runs them
   * @param tenants finds a tenant by its name
   * @param keys the keys of the tenants
   * @param address this worker's event-bus address, unique for each start
   * @param post sends to edges
   * @param throttle of what is logged about messages that are dropped
   * @param tracer traces them
   */
  public WorkerCalls(Vertx vertx, Dispatcher dispatcher, Function<String, @Nullable Tenant> tenants, ClusterKeys keys, String address,
      Post post, LogThrottle throttle, CallTracer tracer) {
    this.vertx = vertx;
    this.loops = EventLoops.of(vertx);
    this.dispatcher = dispatcher;
    this.tenants = tenants;
    this.keys = keys;
    this.address = address;
    this.post = post;
    this.throttle = throttle;
    this.tracer = tracer;
  }

  /** How many calls run, are being read, or have an outcome that is on its way. */
  public int running() {
    return running.size() + opening.size();
  }

  /** Whether calls are refused because no more edges can be remembered. */
  public boolean isFull() {
    return replays.isFull();
  }

  /** Cancels the calls of an edge that is gone. */
  public void lost(String edge) {
    replays.lost(edge);
    running.forEach((id, call) -> {
      if (id.edge().equals(edge)) {
        call.cancellation().cancel();
      }
    });
  }

  /** Takes a message that arrived at this worker's address. Does not block; on any thread. */
  public void receive(Buffer message) {
    long arrived = System.nanoTime();
    Envelope clear = Envelope.read(message);
    EventLoop loop = clear == null ? null : loops.at(Long.hashCode(clear.call()));
    if (clear != null && loop != null) {
      loop.execute(() -> take(clear, message, loop, arrived));
    }
  }

  private void take(Envelope clear, Buffer message, EventLoop loop, long arrived) {
    if (clear.kind() != MessageKind.CALL) {
      takeMore(clear, message);
      return;
    }
    Tenant tenant = tenants.apply(clear.tenant());
    Seal seal = tenant == null ? keys.once(clear.tenant()) : keys.of(clear.tenant());
    if (seal != null) {
      WorkerCall.Source source = new WorkerCall.Source(clear, seal, address, loop, vertx, post, arrived);
      if (tenant != null && message.length() > LongWork.LONG) {
        open(source, tenant, message);
      } else {
        read(source, message).ifPresent(form -> run(source, tenant, form, message.length()));
      }
    }
  }

  private void takeMore(Envelope clear, Buffer message) {
    Id id = Id.of(clear);
    WorkerCall call = running.get(id);
    Opening read = opening.get(id);
    if (call != null) {
      call.take(clear, message);
    } else if (read != null && clear.kind() == MessageKind.CANCEL && read.early.size() < MOST_EARLY && message.length() < LONGEST_EARLY) {
      read.early.add(() -> takeMore(clear, message));
    }
  }

  private void open(WorkerCall.Source source, Tenant tenant, Buffer message) {
    Id id = Id.of(source.clear());
    Opening read = opening.computeIfAbsent(id, first -> new Opening());
    read.calls++;
    LongWork.run(vertx, tenant.name(), () -> read(source, message)).onComplete(done -> {
      if (done.succeeded() && done.result().isPresent()) {
        run(source, tenant, done.result().get(), message.length());
        List.copyOf(read.early).forEach(Runnable::run);
      }
      if (--read.calls == 0) {
        opening.remove(id);
      }
    });
  }

  /** The call; none when it does not run. */
  private Optional<CallForm> read(WorkerCall.Source source, Buffer message) {
    Envelope clear = source.clear();
    try {
      byte[] content = source.seal().open(clear, address, message);
      switch (replays.accept(clear)) {
        case FIRST -> {
          if (!clear.isNewer()) {
            return Optional.of(CallForm.read(content));
          }
          refuse(source, "the worker does not read calls of format " + clear.format() + " and has to be upgraded");
        }
        case REPLAY -> replayed(clear);
        case TOO_OLD -> {
          replayed(clear);
          // No answer under the number of a call that runs.
          if (!running.containsKey(Id.of(clear))) {
            refuse(source, "the call came to the worker too late");
          }
        }
        case FULL -> {
          warn("was refused: the worker can remember no more edges, and has to be restarted", clear);
          refuse(source, "the worker can remember no more edges, and has to be restarted");
        }
      }
    } catch (SealException e) {
      warn("was dropped: it is not sealed with the key of its tenant for this worker", clear);
    } catch (IllegalArgumentException e) {
      warn("cannot be read: " + e.getMessage(), clear);
      refuse(source, "the worker cannot read the call");
    }
    return Optional.empty();
  }

  private void replayed(Envelope clear) {
    warn("was dropped: it is a replay, or too old to be told from one", clear);
  }

  /** Any member of the cluster can cause it at any rate, with any name. */
  private void warn(String what, Envelope clear) {
    if (throttle.admits("a call of an edge " + what)) {
      LOG.warn("a call of '{}' for tenant '{}' {}", clear.from(), clear.tenant(), what);
    }
  }

  private static void refuse(WorkerCall.Source source, String words) {
    source.send(MessageKind.OUTCOME, 1, OutcomeForm.busy(words).write());
  }

  private void run(WorkerCall.Source source, @Nullable Tenant tenant, CallForm form, int length) {
    Entry entry = tenant == null ? null : tenant.catalogue().find(form.key());
    if (tenant == null || entry == null) {
      refuse(source, "the worker does not serve " + form.key() + " any more");
      return;
    }
    MemoryLease memory = tenant.memory().tryLease((long) FOOTPRINT * length);
    if (memory == null) {
      refuse(source, "the requests and answers that this tenant has open fill its share of the worker's memory ("
          + tenant.memory().most() + " bytes)");
      return;
    }
    Id id = Id.of(source.clear());
    WorkerCall call = new WorkerCall(source, form, memory, traced(entry, form));
    running.put(id, call);
    dispatch(tenant, entry, call, form.millisLeft() - source.millisAgo())
        .onComplete(done -> call.end(done).onComplete(sent -> running.remove(id, call)));
  }

  private CallTrace traced(Entry entry, CallForm form) {
    return tracer.onWorker(new CallTracer.WorkersCall(entry.address().tenant(), entry.address().plugin(), entry.key().kind().toString(),
        entry.key().name(), form.client().meta()));
  }

  /** The time that the call waits for a place here counts: its edge waits no longer. */
  private Future<Result> dispatch(Tenant tenant, Entry entry, WorkerCall call, long left) {
    long most = Math.max(1, left - Math.min(EARLIER, left / EARLIER_PART));
    Entry bounded = new Entry(entry.key(), entry.info(), entry.address(), entry.bulkhead(), Duration.ofMillis(most));
    return dispatcher.call(bounded, () -> tenant.catalogue().find(entry.key()), call.call(most), Charge.NONE);
  }
}
