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

  /** A call's number is unique on its edge. */
  private record Id(String edge, long call) {

    static Id of(Envelope clear) {
      return new Id(clear.from(), clear.call());
    }
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

  /** How many calls run. */
  public int running() {
    return running.size();
  }

  /** Cancels the calls of an edge that is gone. */
  public void lost(String edge) {
    running.forEach((id, call) -> {
      if (id.edge().equals(edge)) {
        call.cancellation().cancel();
      }
    });
  }

  /** Takes a message that arrived at this worker's address. Does not block; on any thread. */
  public void receive(Buffer message) {
    Envelope clear = Envelope.read(message);
    EventLoop loop = clear == null ? null : loops.at(Long.hashCode(clear.call()));
    if (clear != null && loop != null) {
      loop.execute(() -> take(clear, message, loop));
    }
  }

  private void take(Envelope clear, Buffer message, EventLoop loop) {
    if (clear.kind() != MessageKind.CALL) {
      WorkerCall call = running.get(Id.of(clear));
      if (call != null) {
        call.take(clear, message);
      }
      return;
    }
    Tenant tenant = tenants.apply(clear.tenant());
    Seal seal = tenant == null ? keys.once(clear.tenant()) : keys.of(clear.tenant());
    if (seal != null) {
      WorkerCall.Source source = new WorkerCall.Source(clear, seal, address, loop, vertx, post);
      read(source, tenant, message).onSuccess(form -> form.ifPresent(call -> run(source, tenant, call, message.length())));
    }
  }

  /** The call; none when it does not run. */
  private Future<Optional<CallForm>> read(WorkerCall.Source source, @Nullable Tenant tenant, Buffer message) {
    return tenant != null && message.length() > LongWork.LONG
        ? LongWork.run(vertx, tenant.name(), () -> read(source, message))
        : Future.succeededFuture(read(source, message));
  }

  /** A replay gets no answer: its number may be that of a call that runs. */
  private Optional<CallForm> read(WorkerCall.Source source, Buffer message) {
    Envelope clear = source.clear();
    try {
      byte[] content = source.seal().open(clear, address, message);
      if (!replays.accept(clear)) {
        warn("was dropped: it came before, or too late to tell", clear);
        return Optional.empty();
      }
      if (!clear.isNewer()) {
        return Optional.of(CallForm.read(content));
      }
      refuse(source, "the worker does not read calls of format " + clear.format() + " and has to be upgraded");
    } catch (SealException e) {
      warn("was dropped: it is not sealed with the key of its tenant for this worker", clear);
    } catch (IllegalArgumentException e) {
      warn("cannot be read: " + e.getMessage(), clear);
      refuse(source, "the worker cannot read the call");
    }
    return Optional.empty();
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
    dispatch(tenant, entry, call, form.millisLeft()).onComplete(done -> {
      running.remove(id);
      call.end(done);
    });
  }

  private CallTrace traced(Entry entry, CallForm form) {
    return tracer.onWorker(new CallTracer.WorkersCall(entry.address().tenant(), entry.address().plugin(), entry.key().kind().toString(),
        entry.key().name(), form.client().meta()));
  }

  /** The time that the call waits for a place here counts: its edge waits no longer. */
  private Future<Result> dispatch(Tenant tenant, Entry entry, WorkerCall call, long left) {
    long most = left - Math.min(EARLIER, left / EARLIER_PART);
    Entry bounded = new Entry(entry.key(), entry.info(), entry.address(), entry.bulkhead(), Duration.ofMillis(most));
    return dispatcher.call(bounded, () -> tenant.catalogue().find(entry.key()), call.call(most), Charge.NONE);
  }
}
