package dev.gatehouse;

import dev.gatehouse.auth.key.ApiKeyAuthentication;
import dev.gatehouse.auth.key.KeyPolicy;
import dev.gatehouse.auth.limit.DenialLimiter;
import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.auth.limit.LocalLimiter;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.auth.watch.KeyWatch;
import dev.gatehouse.cli.ConfigWatch;
import dev.gatehouse.cli.process.Stderr;
import dev.gatehouse.config.AdminConfig;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.HttpConfig;
import dev.gatehouse.config.LimitsConfig.OnOutage;
import dev.gatehouse.feature.LocalCodec;
import dev.gatehouse.feature.ToolDispatcher;
import dev.gatehouse.feature.bulkhead.TenantBulkhead;
import dev.gatehouse.http.AdminServer;
import dev.gatehouse.http.Metrics;
import dev.gatehouse.http.PublicServer;
import dev.gatehouse.http.PublicUrl;
import dev.gatehouse.http.connection.BoundedTransport;
import dev.gatehouse.http.connection.ConnectionLimits;
import dev.gatehouse.http.connection.Connections;
import dev.gatehouse.mcp.Announcements;
import dev.gatehouse.mcp.Methods;
import dev.gatehouse.mcp.OffLoopJson;
import dev.gatehouse.mcp.RevocationGuard;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.mcp.legacy.LegacyWire;
import dev.gatehouse.mcp.legacy.Sessions;
import dev.gatehouse.mcp.modern.ModernWire;
import dev.gatehouse.mcp.modern.StateSeal;
import dev.gatehouse.mcp.modern.Subscriptions;
import dev.gatehouse.redis.OutageLimiter;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.RedisLimiter;
import dev.gatehouse.redis.audit.RedisLedger;
import dev.gatehouse.redis.embedded.EmbeddedRedis;
import dev.gatehouse.redis.keys.CachedKeyStore;
import dev.gatehouse.redis.keys.RedisKeyWriter;
import dev.gatehouse.redis.link.PersistenceWatch;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.link.TlsWarmUp;
import dev.gatehouse.tenant.TempFolder;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole host: every room wired by constructor, started in order, stopped in the reverse. */
public final class Host {

  private static final Logger LOG = LoggerFactory.getLogger(Host.class);
  private static final int EVENT_LOOPS = Runtime.getRuntime().availableProcessors();
  private static final long SWEEP_MILLIS = 10_000;
  /** How late what a key has open may end after the key. */
  private static final long KEY_WATCH_MILLIS = 10;
  private static final long DRAIN_POLL_MILLIS = 20;
  /** What a drain may take beyond the longest call: answers still have to be written. */
  private static final Duration DRAIN_MARGIN = Duration.ofSeconds(2);
  /** How many limits are counted here while Redis is away, each some 200 bytes. */
  private static final int LOCAL_LIMITS = 100_000;

  private final HostConfig config;
  private final RunningConfig running;
  private final Connections connections;
  private final BoundedTransport transport;
  private final Vertx vertx;
  private final Tenants tenants;
  private final KeyWatch keyWatch;
  private final Sessions sessions;
  private final LogThrottle throttle = new LogThrottle();
  private final Subscriptions subscriptions = new Subscriptions();
  private AdminServer admin;
  private PublicServer server;
  private EmbeddedRedis embedded;
  private RedisLink redis;
  private RedisLedger ledger;
  private PersistenceWatch persistence;
  private Metrics metrics;
  private CachedKeyStore keyStore;
  private int port;
  private int adminPort;

  private Host(HostConfig config) {
    this.config = config;
    this.running = new RunningConfig(config);
    this.connections = new Connections("http", ConnectionLimits.of(config.http()), config.http().trustedProxies(), throttle);
    this.transport = new BoundedTransport(connections);
    this.vertx = Vertx.builder().with(TempFolder.unusedBy(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS)))
        .withTransport(transport).build();
    LocalCodec.register(vertx.eventBus());
    this.keyWatch = new KeyWatch(keyId -> keyStore.find(keyId), Clock.systemUTC());
    this.sessions = new Sessions(config.sessions(), keyWatch);
    this.tenants = new Tenants(vertx, config.plugins(), config.calls(), config.tenants(),
        new Announcements(List.of(subscriptions, sessions)));
    keyWatch.anonymous(name -> {
      Tenant tenant = tenants.find(name);
      return tenant == null ? null : tenant.config().anonymous();
    });
  }

  /**
   * Starts a host. Blocks; never call it on an event loop.
   *
   * @return the host, serving
   * @throws StartException when a port or the folder for temporary files cannot be had, or
   *     {@link dev.gatehouse.redis.link.RedisStartException} when Redis cannot: one sentence that names the setting; everything is stopped
   *     again then
   */
  public static Host start(HostConfig config) {
    TempFolder.fault().ifPresent(fault -> {
      throw new StartException(fault);
    });
    Ports.check(config);
    Host host = new Host(config);
    try {
      host.startRedis()
          .compose(connected -> host.startAdmin())
          .compose(listening -> host.tenants.load())
          .compose(loaded -> host.startServer())
          .await();
      return host;
    } catch (RuntimeException e) {
      host.close();
      throw e;
    }
  }

  /** The connections to Redis take one event loop each, so that all of them run before any plugin's class loader is near. */
  private Future<Void> startRedis() {
    return vertx.executeBlocking(this::redisUrl).compose(url -> {
      redis = new RedisLink(vertx, url, config.redis().tls(), EVENT_LOOPS);
      return redis.connect(config.redis().connectTimeout());
    }).compose(connected -> startKeys());
  }

  private Future<Void> startKeys() {
    keyStore = new CachedKeyStore(redis, new RedisKeys(config.redis().prefix()), config.auth().grace(), Clock.systemUTC());
    keyStore.onChange(keyWatch);
    persistence = new PersistenceWatch(vertx, redis);
    persistence.start();
    vertx.setPeriodic(KEY_WATCH_MILLIS, tick -> keyWatch.tick());
    return keyStore.start();
  }

  private String redisUrl() {
    if (config.redis().url() != null) {
      TlsWarmUp.at(config.redis().url());
      return config.redis().url();
    }
    embedded = EmbeddedRedis.start(config.redis().embedded());
    return embedded.url();
  }

  private Future<Void> startAdmin() {
    AdminConfig address = config.admin();
    Connections operators = new Connections("admin", ConnectionLimits.ofAdmin(config.http().connections().headTimeout()), List.of(),
        throttle);
    transport.count(operators);
    admin = new AdminServer(vertx, address, redis::ping, this::redisState, running::state, tenants, operators, throttle);
    return admin.start()
        .recover(failure -> cannotListen("admin", address.host(), address.port(), failure))
        .onSuccess(actual -> adminPort = actual)
        .mapEmpty();
  }

  private JsonObject redisState() {
    JsonArray problems = new JsonArray(new ArrayList<>(redis.problems()));
    if (embedded != null && embedded.problem() != null) {
      problems.add(embedded.problem());
    }
    return problems.isEmpty() ? persistence.state() : persistence.state().put("problems", problems);
  }

  private Future<Void> startServer() {
    HttpConfig http = config.http();
    RedisKeys keys = new RedisKeys(config.redis().prefix());
    ApiKeyAuthentication authentication = new ApiKeyAuthentication(keyStore,
        new KeyPolicy(config.auth().opaqueKeys(), http.loopback()), Clock.systemUTC(), throttle);
    ledger = new RedisLedger(redis, keys, config.audit());
    metrics = metrics();
    Methods methods = new Methods(new ToolDispatcher(vertx), limiter(keys), metrics, new DenialLimiter(), metrics.meter(),
        config.calls().maxPage());
    ServerIdentity identity = ServerIdentity.current();
    RevocationGuard bound = new RevocationGuard(keyWatch);
    server = new PublicServer(vertx, http, longestCall(), authentication, tenants, metrics, throttle,
        new ModernWire(methods, subscriptions, new StateSeal(config.auth().stateSecrets()), identity, bound),
        new LegacyWire(methods, sessions, identity, bound), sessions, connections);
    transport.count(connections);
    vertx.setPeriodic(SWEEP_MILLIS, tick -> {
      sessions.sweep();
      metrics.sweep();
      throttle.report(LOG::info);
    });
    return vertx.deployVerticle(ledger)
        .compose(deployed -> server.start(EVENT_LOOPS))
        .recover(failure -> cannotListen("http", http.host(), http.port(), failure))
        .onSuccess(this::serving)
        .mapEmpty();
  }

  private Limiter limiter(RedisKeys keys) {
    Limiter common = new RedisLimiter(redis, keys);
    return config.limits().onOutage() == OnOutage.REFUSE
        ? common
        : new OutageLimiter(common, new LocalLimiter(Clock.systemUTC(), LOCAL_LIMITS));
  }

  private Metrics metrics() {
    Metrics shown = new Metrics(ledger, tenants);
    shown.gauges("gatehouse.sessions", "Open sessions of the older revisions", sessions::byTenant);
    shown.gauge("gatehouse.subscriptions", "Open streams of subscriptions/listen", subscriptions::size);
    shown.gauge("gatehouse.ledger.lost", "Entries that fell over the bound while Redis did not take them", ledger::lost);
    shown.connections(connections);
    shown.gauges("gatehouse.audit.bytes", "Memory of Redis that the audit of a tenant takes, as last measured", ledger::auditBytes);
    shown.gauge("gatehouse.audit.bytes.most", "What it may take (audit.maxBytes)", config.audit()::maxBytes);
    shown.gauge("gatehouse.log.dropped", "Lines of the log that were dropped because nobody read stderr", Stderr::dropped);
    shown.gauge("gatehouse.redis.persistence.failing", "Statuses of INFO persistence that are not ok: Redis cannot write to its disk",
        persistence::failing);
    if (embedded != null) {
      shown.gauge("gatehouse.redis.embedded.restarts", "How often the embedded Redis ended and was started again", embedded::restarts);
    }
    admin.show(shown);
    admin.audit(() -> new JsonObject().put("lost", ledger.lost()).put("maxBytes", config.audit().maxBytes())
        .put("nearBound", new JsonObject(new LinkedHashMap<>(ledger.nearBound()))));
    return shown;
  }

  private void serving(int actualPort) {
    port = actualPort;
    admin.serving(true);
  }

  private static Future<Integer> cannotListen(String section, String host, int port, Throwable failure) {
    return Future.failedFuture(Ports.cannotListen(section, host, port, failure));
  }

  /** Where clients connect. */
  public String url() {
    return PublicUrl.of(config.http(), port);
  }

  /** How much is open on behalf of keys. */
  int watched() {
    return keyWatch.size();
  }

  /** The admin port. */
  int adminPort() {
    return adminPort;
  }

  /**
   * Goes by the tenants' settings of another configuration from now on; the rest of it counts at the next start, which is said. By any
   * thread.
   */
  public void configure(Path file, HostConfig next) {
    running.take(file, next);
    tenants.configure(next.tenants(), keyWatch::anonymousChanged);
  }

  /** Says what is wrong with a configuration; what runs stays. */
  public void refuseConfiguration(List<String> faults) {
    running.refuse(faults);
  }

  /** Follows the file of its configuration, unless the plugin folder is not followed either. */
  public void follow(ConfigWatch watch) {
    watch.start(this, vertx, config.plugins().reload());
  }

  /** What the host was started with. */
  public HostConfig config() {
    return config;
  }

  /** Its tenants, and what lies in the plugin folder but does not run. */
  public Tenants tenants() {
    return tenants;
  }

  /** Writes keys into the Redis that this host uses. */
  public RedisKeyWriter keyWriter() {
    return new RedisKeyWriter(redis, new RedisKeys(config.redis().prefix()));
  }

  /** Its embedded Redis, or null when it uses another. */
  public EmbeddedRedis embedded() {
    return embedded;
  }

  /**
   * Stops: takes no new connection, lets what runs end or time out, closes streams, and the embedded Redis last. Blocks; what could
   * not be closed is in the log.
   */
  public void close() {
    Duration most = longestCall().plus(DRAIN_MARGIN);
    step("the public port", () -> drain(most))
        .compose(done -> step("the plugins", tenants::close))
        .compose(done -> step("the ledger", this::closeLedger))
        .onComplete(done -> closeMetrics())
        .compose(done -> step("the cache of keys", () -> keyStore == null ? Future.succeededFuture() : keyStore.close()))
        .onComplete(done -> stopWatchingPersistence())
        .compose(done -> step("the link to Redis", () -> redis == null ? Future.succeededFuture() : redis.close()))
        .compose(done -> step("the embedded Redis", this::closeEmbedded))
        .await();
    throttle.reportAll(LOG::info);
    // Not in the chain: what comes after it would have no event loop left to run on.
    vertx.close().await();
  }

  private Duration longestCall() {
    return config.calls().longest(running.tenants());
  }

  private static Future<Void> step(String what, Supplier<Future<Void>> closing) {
    return closing.get().recover(failure -> {
      LOG.warn("{} did not close", what, failure);
      return Future.succeededFuture();
    });
  }

  /** The streams are open-ended: they end when nothing runs any more, and only then their connections can. */
  private Future<Void> drain(Duration most) {
    if (server == null) {
      return Future.succeededFuture();
    }
    admin.serving(false);
    return balancersNotice().compose(noticed -> {
      Future<Void> drained = server.drain(most);
      awaitIdle(System.nanoTime() + longestCall().toNanos());
      return drained;
    });
  }

  /** Serves on while {@code /health/ready} already says 503: a balancer that looks every few seconds must see that before the port closes. */
  private Future<Void> balancersNotice() {
    Duration wait = config.shutdown().notReady();
    if (port == 0 || wait.isZero()) {
      return Future.succeededFuture();
    }
    LOG.info("/health/ready says 503; the public port closes in {} ms (shutdown.notReady)", wait.toMillis());
    return vertx.timer(wait.toMillis()).mapEmpty();
  }

  private void awaitIdle(long deadlineNanos) {
    boolean idle = tenants.all().stream().map(Tenant::bulkhead).allMatch(TenantBulkhead::idle) && OffLoopJson.idle();
    if (idle || System.nanoTime() > deadlineNanos) {
      subscriptions.closeAll();
      sessions.closeAll();
    } else {
      vertx.setTimer(DRAIN_POLL_MILLIS, tick -> awaitIdle(deadlineNanos));
    }
  }

  private void closeMetrics() {
    if (metrics != null) {
      metrics.close();
    }
  }

  private void stopWatchingPersistence() {
    if (persistence != null) {
      persistence.stop();
    }
  }

  private Future<Void> closeLedger() {
    return ledger == null || ledger.deploymentID() == null ? Future.succeededFuture() : vertx.undeploy(ledger.deploymentID());
  }

  private Future<Void> closeEmbedded() {
    if (embedded == null) {
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(() -> {
      embedded.shutdown();
      return null;
    });
  }
}
