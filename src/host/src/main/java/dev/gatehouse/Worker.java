package dev.gatehouse;

import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.cluster.node.Announcer;
import dev.gatehouse.cluster.node.ClusterNode;
import dev.gatehouse.cluster.worker.WorkerCalls;
import dev.gatehouse.config.AdminConfig;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.Role;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.http.AdminPage;
import dev.gatehouse.http.AdminServer;
import dev.gatehouse.http.Metrics;
import dev.gatehouse.http.MetricsHandler;
import dev.gatehouse.http.Readiness;
import dev.gatehouse.http.ReadyHandler;
import dev.gatehouse.tenant.FolderTenants;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** A running worker: loads the plugin folder and serves its calls to edges. It has no public port, no keys and no Redis. */
public final class Worker implements Node {

  private static final long SWEEP_MILLIS = 10_000;
  private static final long DRAIN_POLL_MILLIS = 20;
  /** Calls that edges sent before they heard that this worker leaves. */
  private static final Duration UNDER_WAY = Duration.ofMillis(700);

  private final Platform platform;
  private final ClusterNode node;
  private final Announcer announcer;
  private final Tenants tenants;
  private final WorkerCalls calls;
  private final Metrics metrics;
  private final Readiness readiness = new Readiness();
  private final Promise<Void> ready = Promise.promise();

  private Worker(Platform platform) {
    this.platform = platform;
    HostConfig config = platform.config();
    ClusterKeys keys = ClusterStart.keys(config.cluster());
    node = new ClusterNode(config.cluster(), true);
    announcer = new Announcer(platform.vertx(), node, keys);
    tenants = new FolderTenants(platform.vertx(), config.plugins(), config.calls(), config.tenants(), announcer);
    metrics = new Metrics(tenants);
    platform.shutdown().addSync("the metrics", metrics::close);
    calls = new WorkerCalls(platform.vertx(), new Dispatcher(platform.vertx()), tenants::find, keys, announcer.address(), node,
        platform.throttle(), TelemetryStart.start(platform, metrics).tracer());
  }

  /**
   * Starts a worker, which joins the cluster once its plugins are loaded: see {@link #ready}. Blocks until they are.
   *
   * @param droppedLogLines how many lines of the process's log were dropped so far, for the metrics
   * @throws StartException when a port or the folder for temporary files cannot be had: one sentence that names the setting
   */
  public static Worker start(HostConfig config, LongSupplier droppedLogLines) {
    Shutdown shutdown = new Shutdown();
    try {
      Worker worker = new Worker(Platform.start(config, Role.WORKER, shutdown));
      worker.openAdmin(droppedLogLines).await();
      shutdown.add("the plugins", worker.tenants::close);
      worker.tenants.load().await();
      worker.join();
      return worker;
    } catch (Throwable e) {
      shutdown.close();
      throw e;
    }
  }

  private Future<Integer> openAdmin(LongSupplier droppedLogLines) {
    Vertx vertx = platform.vertx();
    AdminConfig address = platform.config().admin();
    metrics.gauge("gatehouse.worker.running", "Calls of edges that run on this worker", calls::running);
    metrics.gauge("gatehouse.worker.edges", "Edges that ping this worker", announcer::edges);
    HostMetrics.process(metrics, platform, "worker", droppedLogLines);
    vertx.setPeriodic(SWEEP_MILLIS, tick -> platform.throttle().report(Host.LOG::info));
    List<AdminPage> pages = List.of(
        AdminPage.live(),
        AdminPage.ready(new ReadyHandler(vertx)
            .needs("cluster", node::isJoined)
            .needs("calls", readiness::isServing)
            .shows("worker", this::state)
            .shows("configuration", platform.running()::state)
            .shows("plugins", () -> ReadyHandler.plugins(tenants))),
        AdminPage.metrics(new MetricsHandler(vertx, metrics, readiness)),
        AdminPage.text("/", "This is the admin port of a worker, which has no keys and no callers. The console is on the admin port of each"
            + " edge. Here are /health/live, /health/ready and /metrics.\n"));
    var operators = platform.operators();
    platform.transport().count(operators);
    return new AdminServer(vertx, address, pages, operators, platform.throttle()).start()
        .recover(failure -> Future.failedFuture(StartException.cannotListen("admin", address.host(), address.port(), failure)));
  }

  private JsonObject state() {
    JsonObject state = new JsonObject().put("node", node.name()).put("edges", announcer.edges());
    return calls.isFull()
        ? state.put("problems", new JsonArray().add("this worker can remember no more edges, refuses their calls, and has to be restarted"))
        : state;
  }

  private void join() {
    readiness.loaded();
    platform.shutdown().add("the cluster", node::leave);
    platform.shutdown().add("the calls", this::drain);
    node.join().onSuccess(joined -> {
      announcer.start(tenants, platform.config().calls(), calls);
      readiness.serving(true);
      ready.tryComplete();
    }).onFailure(failure -> ready.tryFail(ClusterStart.cannotJoin(platform.config().cluster(), failure)));
  }

  /** Tells edges to send no more, and lets what runs end or time out. */
  private Future<Void> drain() {
    readiness.serving(false);
    announcer.leave();
    Promise<Void> drained = Promise.promise();
    long now = System.nanoTime();
    awaitIdle(now + UNDER_WAY.toNanos(), now + platform.longestCall().plus(UNDER_WAY).toNanos(), drained);
    return drained.future();
  }

  private void awaitIdle(long soonest, long latest, Promise<Void> drained) {
    long now = System.nanoTime();
    if (now > latest || now > soonest && calls.running() == 0) {
      drained.complete();
    } else {
      platform.vertx().setTimer(DRAIN_POLL_MILLIS, tick -> awaitIdle(soonest, latest, drained));
    }
  }

  @Override
  public HostConfig config() {
    return platform.config();
  }

  @Override
  public Future<Void> ready() {
    return ready.future();
  }

  @Override
  public List<String> endpoints() {
    return List.of("worker " + node.name());
  }

  @Override
  public void configure(Path file, HostConfig next) {
    platform.running().take(file, next);
    tenants.configure(next.tenants(), () -> {});
  }

  @Override
  public void refuseConfiguration(List<String> faults) {
    platform.running().refuse(faults);
  }

  @Override
  public void close() {
    platform.shutdown().close();
  }
}
