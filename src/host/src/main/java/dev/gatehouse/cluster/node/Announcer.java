package dev.gatehouse.cluster.node;

import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.cluster.Envelope;
import dev.gatehouse.cluster.Seal;
import dev.gatehouse.cluster.wire.MessageKind;
import dev.gatehouse.cluster.worker.WorkerCalls;
import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.PacedChanges;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces a worker to edges: says hello each second and after each change of what it serves, answers their pings, and describes its
 * plugins to those that ask. Thread-safe.
 */
public final class Announcer implements Changes {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final long HELLO_MILLIS = 1_000;
  /** Changes that come together are announced together. */
  private static final long TOGETHER_MILLIS = 50;
  /** An edge pings twice a second; one that has been silent for this long is gone. */
  private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(10);
  /** One that has missed two pings gets no news: another edge passes them on. */
  private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final int MOST_EDGES = 1_000;

  private final Context context;
  private final Vertx vertx;
  private final ClusterNode node;
  private final ClusterKeys keys;
  private final String address = Addresses.unique("worker");
  private final Map<String, Long> edges = new ConcurrentHashMap<>();
  private final AtomicBoolean soon = new AtomicBoolean();
  private final AtomicBoolean oversized = new AtomicBoolean();
  private final AtomicLong told = new AtomicLong();
  private final Changes news;
  private volatile @Nullable Offers offers;
  private volatile boolean leaving;

  /** Announces nothing until {@link #start}. */
  public Announcer(Vertx vertx, ClusterNode node, ClusterKeys keys) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.node = node;
    this.keys = keys;
    news = new PacedChanges(vertx, new Changes() {
      @Override
      public void listAnnounced(String tenant, Kind kind) {
        tell(tenant, edge -> News.listed(edge, kind));
      }

      @Override
      public void resourceUpdated(String tenant, ResourceUri uri) {
        tell(tenant, edge -> News.updated(edge, uri));
      }
    });
  }

  /** The worker's address. */
  public String address() {
    return address;
  }

  /** How many edges ping this worker. */
  public int edges() {
    return edges.size();
  }

  /**
   * Begins to announce.
   *
   * @param tenants what is served
   * @param bounds of everybody's calls
   * @param calls takes what edges send
   */
  public void start(Tenants tenants, CallsConfig bounds, WorkerCalls calls) {
    offers = new Offers(node, keys, tenants, bounds);
    node.consume(address, calls::receive);
    node.answer(Addresses.questions(address), this::answer);
    node.consume(Addresses.WHO, who -> soon());
    context.runOnContext(started -> {
      hello();
      vertx.setPeriodic(HELLO_MILLIS, tick -> {
        hello();
        forget(calls);
      });
    });
  }

  /** Tells edges to send no new calls. */
  public void leave() {
    leaving = true;
    hello();
  }

  @Override
  public void listChanged(String tenant, Kind kind) {
    soon();
  }

  private void soon() {
    if (soon.compareAndSet(false, true)) {
      vertx.setTimer(TOGETHER_MILLIS, tick -> {
        soon.set(false);
        hello();
      });
    }
  }

  /** Off the event loop: what has changed is described anew. */
  private void hello() {
    Offers current = offers;
    if (current != null) {
      context.executeBlocking(() -> new Hello(Envelope.FORMAT, node.name(), address, leaving, current.versions()).write())
          .onSuccess(this::publish)
          .onFailure(failure -> LOG.error("what this worker serves could not be described", failure));
    }
  }

  private void publish(Buffer hello) {
    if (hello.length() <= Hello.MOST_BYTES) {
      node.publish(Addresses.HELLO, hello);
    } else if (oversized.compareAndSet(false, true)) {
      LOG.error("this worker has more plugins than it can announce, {} bytes of names; divide its tenants among several workers",
          hello.length());
    }
  }

  private Buffer answer(Buffer message) {
    Question question = Question.read(message);
    Offers current = offers;
    if (question == null || current == null) {
      return Buffer.buffer();
    }
    if (edges.containsKey(question.edge()) || edges.size() < MOST_EDGES) {
      edges.put(question.edge(), System.nanoTime());
    }
    PluginId id = question.plugin();
    Offer offer = id == null ? null : current.find(id);
    Seal seal = offer == null ? null : keys.of(offer.plugin().tenant());
    return offer == null || seal == null ? Buffer.buffer() : offer.seal(seal, address, question.edge());
  }

  /** Cancels the calls of edges that are gone. */
  private void forget(WorkerCalls calls) {
    long now = System.nanoTime();
    edges.forEach((edge, pinged) -> {
      if (now - pinged > GONE_NANOS && edges.remove(edge, pinged)) {
        LOG.info("edge {} has not pinged for 10 s; its calls are cancelled", edge);
        calls.lost(edge);
      }
    });
  }

  @Override
  public void listAnnounced(String tenant, Kind kind) {
    soon();
    news.listAnnounced(tenant, kind);
  }

  @Override
  public void resourceUpdated(String tenant, ResourceUri uri) {
    news.resourceUpdated(tenant, uri);
  }

  /** All edges hear it, so that none has to be asked; one passes it on, since each tells all other hosts. */
  private void tell(String tenant, Function<String, News> what) {
    Seal seal = keys.of(tenant);
    String edge = speaker();
    if (seal != null && edge != null) {
      Envelope clear = new Envelope(MessageKind.NEWS, 0, told.incrementAndGet(), tenant, address);
      node.publish(Addresses.NEWS, seal.seal(clear, Addresses.NEWS, what.apply(edge).write()));
    }
  }

  /** One that has pinged lately: an edge that is gone is known for some seconds more. */
  private @Nullable String speaker() {
    long now = System.nanoTime();
    return edges.entrySet().stream()
        .min(Comparator.comparing((Map.Entry<String, Long> edge) -> now - edge.getValue() > SILENT_NANOS).thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey).orElse(null);
  }
}
