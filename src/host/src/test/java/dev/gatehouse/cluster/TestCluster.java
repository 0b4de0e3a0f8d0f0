package dev.gatehouse.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.cluster.edge.RemoteCalls;
import dev.gatehouse.cluster.edge.RemoteFeatures;
import dev.gatehouse.cluster.wire.PluginForm;
import dev.gatehouse.cluster.worker.WorkerCalls;
import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.config.PluginsConfig;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.Address;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.FeatureVerticle;
import dev.gatehouse.feature.Info;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.LocalCodec;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.bulkhead.Bulkhead;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.bulkhead.TenantBulkhead;
import dev.gatehouse.feature.bulkhead.ToolThreads;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import dev.gatehouse.tenant.FolderTenants;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An edge and workers in one process: real plugins, and a real event bus between them, over which bytes go. What a plugin's call gives by
 * way of the edge can be compared with what it gives on the worker itself.
 */
public final class TestCluster implements AutoCloseable {

  public static final String TENANT = "acme";
  static final String SECRET = "0123456789abcdef0123456789abcdef";
  static final Duration TIMEOUT = Duration.ofMillis(60_500);
  private static final long MAX_RESULT = 4 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final Path dir;
  private final Tenants tenants;
  private final Dispatcher dispatcher;
  private final Dispatcher edgeDispatcher;
  private final Vertx edge = Vertx.vertx();
  private final String edgeAddress = "edge/" + new Object().hashCode();
  private final RemoteCalls remote;
  private MessageConsumer<Buffer> edgeConsumer;
  private final ToolThreads threads = new ToolThreads(TENANT, 256);
  private final TenantBulkhead bulkhead = new TenantBulkhead(256, 16);
  private final Map<Key, Entry> entries = new HashMap<>();
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final List<Message> wire = new CopyOnWriteArrayList<>();
  private final List<WorkerCalls> workers = new ArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  /** What was sent over the bus. */
  public record Message(String to, Buffer bytes) {
  }

  /** A cluster with one worker that has this plugin. */
  public TestCluster(Path jar, int callsAtOnce) {
    try {
      dir = Files.createTempDirectory("gatehouse-cluster");
      Files.createDirectories(dir.resolve(TENANT));
      Files.copy(jar, dir.resolve(TENANT).resolve(jar.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LocalCodec.register(vertx.eventBus());
    LocalCodec.register(edge.eventBus());
    tenants = new FolderTenants(vertx, new PluginsConfig(dir, false),
        new CallsConfig(TIMEOUT, callsAtOnce, callsAtOnce, 0, 0, TIMEOUT, MAX_RESULT, 1 << 20), Map.<String, TenantConfig>of(),
        Changes.NONE);
    tenants.load().await();
    dispatcher = new Dispatcher(vertx);
    edgeDispatcher = new Dispatcher(edge);
    remote = new RemoteCalls(edge, ClusterKeys.ofSecret(SECRET), edgeAddress);
    listen();
    worker("w1");
    serve();
  }

  public TestCluster(Path jar) {
    this(jar, 64);
  }

  private MessageConsumer<Buffer> consume(String address, Consumer<Buffer> handler) {
    MessageConsumer<Buffer> consumer = vertx.eventBus().consumer(address, message -> handler.accept(message.body()));
    consumer.completion().await();
    return consumer;
  }

  /** The edge registers its address. */
  public void listen() {
    edgeConsumer = consume(edgeAddress, remote::receive);
  }

  /** The edge's address is lost. */
  public void unlisten() {
    edgeConsumer.unregister().await();
  }

  /** Starts one more worker, with the same plugins: in this process they share the tenants. */
  public Link worker(String name) {
    Link link = new Link(name, "worker/" + name + "/" + links.size());
    WorkerCalls calls = new WorkerCalls(vertx, dispatcher, tenants::find, ClusterKeys.ofTenants(Map.of(TENANT,
        ClusterKeys.derive(SECRET, TENANT))), link.address(), this::post, new LogThrottle(), new Failures());
    workers.add(calls);
    consume(link.address(), calls::receive);
    links.add(link);
    return link;
  }

  public Future<Void> post(String address, Buffer message) {
    wire.add(new Message(address, message.copy()));
    return vertx.eventBus().<Buffer>sender(address).write(message);
  }

  /** The edge serves what the worker announces. */
  private void serve() {
    Tenant tenant = tenant();
    List<Info> infos = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      tenant.catalogue().all(kind).forEach(entry -> infos.add(entry.info()));
    }
    WorkerPlugin plugin = PluginForm.read(PluginForm.write(new WorkerPlugin("w1", TENANT, "fixture", "1", infos, MAX_RESULT)));
    Address address = new Address(TENANT, "fixture", 1);
    List<Feature> features = RemoteFeatures.of(plugin, () -> List.copyOf(links), remote);
    edge.deployVerticle(new FeatureVerticle(address, features, threads, key -> MAX_RESULT)).await();
    features.forEach(feature -> entries.put(feature.key(),
        new Entry(feature.info(), address, new Bulkhead(bulkhead, 128, 16, TIMEOUT), TIMEOUT)));
  }

  public Tenant tenant() {
    return Objects.requireNonNull(tenants.find(TENANT));
  }

  public Link link(int number) {
    return links.get(number);
  }

  public RemoteCalls remote() {
    return remote;
  }

  public WorkerCalls worker(int number) {
    return workers.get(number);
  }

  /** Keeps what the spans of a worker's calls say of their failures. */
  private final class Failures implements CallTracer {

    @Override
    public CallTrace onWorker(WorkersCall call) {
      return new CallTrace() {
        @Override
        public void failedAs(String kind) {
          failures.add(call.name() + ' ' + kind);
        }
      };
    }
  }

  /** How calls of workers have failed, each a name and a word. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** All messages so far. */
  public List<Message> wire() {
    return List.copyOf(wire);
  }

  public Entry entry(Key key) {
    return Objects.requireNonNull(entries.get(key), key::toString);
  }

  public Vertx vertx() {
    return vertx;
  }

  public String edgeAddress() {
    return edgeAddress;
  }

  public static Call call(Key key, CallParams params, ClientChannel client, Duration timeout) {
    CallCancellation cancellation = new CallCancellation();
    cancellation.calledBy("by a test");
    return new Call(key, params, new Caller(TENANT, "0123456789ab", "jane"), new Deadline(Instant.now().plus(timeout)),
        new Call.Context(cancellation, client, CallTrace.NONE));
  }

  public static Call tool(String name, String arguments, ClientChannel client) {
    ObjectNode values = arguments.isEmpty() ? Json.object() : ScriptedClient.json(arguments);
    return call(Key.tool(name), new CallParams.Arguments(values), client, TIMEOUT);
  }

  /** By way of the edge. */
  public Future<Result> onEdge(Call call) {
    return onEdge(call, Charge.NONE);
  }

  public Future<Result> onEdge(Call call, Charge charge) {
    return edgeDispatcher.call(entry(call.key()), () -> null, call, charge);
  }

  /** On the worker itself. */
  public Future<Result> onWorker(Call call) {
    Entry entry = Objects.requireNonNull(tenant().catalogue().find(call.key()));
    return dispatcher.call(entry, () -> null, call, Charge.NONE);
  }

  /** How a call ended, in words. */
  public static String end(Future<Result> future) {
    try {
      return String.valueOf(future.await().json());
    } catch (Throwable e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  /** A link that can be lost. */
  public final class Link implements WorkerLink {

    private final String name;
    private final String address;
    private final List<Runnable> onLost = new ArrayList<>();
    private volatile boolean lost;
    private volatile boolean deaf;

    Link(String name, String address) {
      this.name = name;
      this.address = address;
    }

    @Override
    public String worker() {
      return name;
    }

    @Override
    public String address() {
      return address;
    }

    @Override
    public boolean isAlive() {
      return !lost;
    }

    @Override
    public Future<Void> send(Buffer message) {
      if (lost) {
        return Future.failedFuture(new BusyException("nobody listens"));
      }
      if (deaf) {
        wire.add(new Message(address, message.copy()));
        return Future.succeededFuture();
      }
      return post(address, message);
    }

    @Override
    public synchronized void onLost(Runnable action) {
      if (lost) {
        action.run();
      } else {
        onLost.add(action);
      }
    }

    /** Messages get lost on the way to it. */
    public void deafen() {
      deaf = true;
    }

    public void lose() {
      List<Runnable> due;
      synchronized (this) {
        lost = true;
        due = List.copyOf(onLost);
      }
      due.forEach(Runnable::run);
    }
  }

  @Override
  public void close() throws IOException {
    tenants.close().await();
    edge.close().await();
    vertx.close().await();
    threads.close();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
