package dev.gatehouse;

import dev.gatehouse.auth.limit.DenialLimiter;
import dev.gatehouse.auth.token.TokenAuthentication;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.PacedChanges;
import dev.gatehouse.feature.bulkhead.TenantBulkhead;
import dev.gatehouse.feature.loop.LongWork;
import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.http.CanonicalUrls;
import dev.gatehouse.http.JsonClient;
import dev.gatehouse.http.Metrics;
import dev.gatehouse.mcp.Announcements;
import dev.gatehouse.mcp.CallObserver;
import dev.gatehouse.mcp.FeatureLists;
import dev.gatehouse.mcp.Methods;
import dev.gatehouse.mcp.RevocationGuard;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.mcp.legacy.LegacyWire;
import dev.gatehouse.mcp.legacy.Sessions;
import dev.gatehouse.mcp.modern.ModernWire;
import dev.gatehouse.mcp.modern.StateSeal;
import dev.gatehouse.mcp.modern.Subscriptions;
import dev.gatehouse.redis.audit.RedisLedger;
import dev.gatehouse.telemetry.Telemetry;
import dev.gatehouse.tenant.FolderTenants;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stage 3: both protocol eras are connected to the tenants, whose plugins are not loaded yet, and the audit log is running.
 *
 * @param ledger the write-behind audit log
 * @param metrics of calls, refused keys, and what is open
 * @param urls the URLs by which clients know the tenants
 * @param tokens the authentication scheme of tokens
 * @param edge what connects an edge with its workers; null in a process that runs its plugins itself
 * @param tracer traces requests and calls
 */
record Protocol(Store store, Tenants tenants, Sessions sessions, Subscriptions subscriptions, RedisLedger ledger, Metrics metrics,
    CanonicalUrls urls, TokenAuthentication tokens, ModernWire modern, LegacyWire legacy, @Nullable Edge edge,
    CallTracer tracer) {

  /**
   * Wires the protocol.
   *
   * @param edge whether plugins run on workers
   * @param droppedLogLines how many lines of the log were dropped so far, for the metrics
   * @param listener is told of calls and of plugins that cannot be loaded
   */
  static Future<Protocol> wire(Store store, boolean edge, LongSupplier droppedLogLines, HostListener listener) {
    Vertx vertx = store.platform().vertx();
    HostConfig config = store.platform().config();
    Subscriptions subscriptions = new Subscriptions();
    Sessions sessions = new Sessions(vertx, config.sessions(), store.watch(), store.sessions(), subscriptions);
    FeatureLists lists = new FeatureLists(config.calls().maxPage());
    Changes changes = new PacedChanges(vertx, new Announcements(List.of(lists, subscriptions, sessions)));
    Edge workers = edge ? Edge.of(store.platform(), changes) : null;
    Tenants tenants = workers != null ? workers.tenants()
        : new FolderTenants(vertx, config.plugins(), config.calls(), config.tenants(), changes, listener.plugins());
    RedisLedger ledger = new RedisLedger(store.redis(), store.names(), config.audit());
    Metrics metrics = new Metrics(tenants);
    store.platform().shutdown().addSync("the metrics", metrics::close);
    Telemetry telemetry = TelemetryStart.start(store.platform(), metrics);
    RevocationGuard guard = new RevocationGuard(store.watch());
    List<CallObserver> observers =
        Stream.of(List.of(metrics.meter(), CallObserver.audit(ledger)), telemetry.observers(), listener.calls()).flatMap(List::stream)
            .toList();
    Methods methods = new Methods(new Dispatcher(vertx), store.limiter(), new DenialLimiter(), observers, guard, lists);
    ServerIdentity identity = ServerIdentity.current();
    CanonicalUrls urls = new CanonicalUrls(config.http(), () -> tenants.all().stream().map(Tenant::name).toList());
    TokenAuthentication tokens =
        new TokenAuthentication(vertx, new JsonClient(vertx), store.issuers(), store.records(), store.proofs(), urls,
            Clock.systemUTC(), store.platform().throttle());
    store.platform().shutdown().add("the authentication of tokens", tokens::close);
    Protocol protocol = new Protocol(store, tenants, sessions, subscriptions, ledger, metrics, urls, tokens,
        new ModernWire(methods, subscriptions, new StateSeal(config.auth().stateSecrets()), identity, guard),
        new LegacyWire(methods, sessions, identity), workers, telemetry.tracer());
    HostMetrics.show(protocol, droppedLogLines);
    return vertx.deployVerticle(ledger)
        .onSuccess(id -> store.platform().shutdown().add("the ledger", () -> vertx.undeploy(id)))
        .map(deployed -> protocol);
  }

  /** Loads every plugin in the folder; one that cannot be loaded is a fault and stops nothing. */
  Future<Protocol> load() {
    store.platform().shutdown().add("the plugins", tenants::close);
    return tenants.load().map(loaded -> this);
  }

  /** Whether no call runs and no answer is being written. */
  boolean idle() {
    return tenants.all().stream().map(Tenant::bulkhead).allMatch(TenantBulkhead::idle) && LongWork.idle(store.platform().vertx());
  }

  /** Ends the streams that clients hold open. */
  void closeStreams() {
    subscriptions.closeAll();
    sessions.disconnectAll();
  }
}
