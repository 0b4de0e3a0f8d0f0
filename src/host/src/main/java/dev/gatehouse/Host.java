package dev.gatehouse;

import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.Role;
import dev.gatehouse.http.PublicUrl;
import dev.gatehouse.redis.embedded.EmbeddedRedis;
import dev.gatehouse.redis.keys.RedisKeyWriter;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running host. It is started in stages, each built from the one before. It uses no process-wide state: several can run in one JVM. */
public final class Host implements Node {

  /** The log of all stages. */
  static final Logger LOG = LoggerFactory.getLogger(Host.class);

  private final Platform platform;
  private final Store store;
  private final Tenants tenants;
  private final AdminPort admin;
  private final PublicPort http;

  private Host(AdminPort admin, PublicPort http) {
    this.admin = admin;
    this.http = http;
    this.tenants = http.protocol().tenants();
    this.store = http.protocol().store();
    this.platform = store.platform();
  }

  /**
   * Starts a host whose log loses no lines.
   *
   * @see #start(HostConfig, Role, LongSupplier)
   */
  public static Host start(HostConfig config) {
    return start(config, Role.ALL, () -> 0);
  }

  /**
   * Starts a host. Blocks; never call it on an event loop.
   *
   * @param role all, or that of an edge
   * @param droppedLogLines how many lines of the process's log were dropped so far, for the metrics
   * @return the host, serving
   * @throws StartException when a port or the folder for temporary files cannot be had, or
   *     {@link dev.gatehouse.redis.link.RedisStartException} when Redis cannot: one sentence that names the setting; everything is stopped
   *     again then
   */
  public static Host start(HostConfig config, Role role, LongSupplier droppedLogLines) {
    return start(config, role, droppedLogLines, HostListener.NONE);
  }

  /**
   * Starts a host that somebody listens to.
   *
   * @param listener is told of calls and of plugins that cannot be loaded
   * @see #start(HostConfig, Role, LongSupplier)
   */
  public static Host start(HostConfig config, Role role, LongSupplier droppedLogLines, HostListener listener) {
    Shutdown shutdown = new Shutdown();
    try {
      Platform platform = Platform.start(config, role, shutdown);
      Store store = Store.connect(platform).await();
      Protocol protocol = Protocol.wire(store, role == Role.EDGE, droppedLogLines, listener).await();
      AdminPort admin = AdminPort.open(protocol).await();
      PublicPort http = protocol.load().compose(loaded -> PublicPort.open(loaded, admin.readiness())).await();
      return new Host(admin, http);
    } catch (Throwable e) {
      shutdown.close();
      throw e;
    }
  }

  /** Where clients connect. */
  public String url() {
    return PublicUrl.of(platform.config().http(), http.port());
  }

  /** The number of open calls, streams and sessions of keys. */
  int watched() {
    return store.watch().size();
  }

  /** The admin port. */
  int adminPort() {
    return admin.port();
  }

  @Override
  public List<String> endpoints() {
    List<String> urls = new ArrayList<>();
    urls.add(url() + "/mcp");
    tenants.all().stream().filter(tenant -> tenant.config().anonymous() != null)
        .forEach(tenant -> urls.add(url() + "/t/" + tenant.name() + "/mcp"));
    return urls;
  }

  @Override
  public Future<Void> ready() {
    return Future.succeededFuture();
  }

  @Override
  public void configure(Path file, HostConfig next) {
    platform.running().take(file, next);
    tenants.configure(next.tenants(), store.watch()::allChanged);
  }

  @Override
  public void refuseConfiguration(List<String> faults) {
    platform.running().refuse(faults);
  }

  @Override
  public HostConfig config() {
    return platform.config();
  }

  /** Its tenants, and what lies in the plugin folder but does not run. */
  public Tenants tenants() {
    return tenants;
  }

  /** Writes keys into the Redis that this host uses. */
  public RedisKeyWriter keyWriter() {
    return new RedisKeyWriter(store.redis(), store.names());
  }

  /** Its embedded Redis, or null when it uses another. */
  public @Nullable EmbeddedRedis embedded() {
    return store.embedded();
  }

  /** Stops: takes no new connection, lets what runs end or time out, closes streams, and the embedded Redis last. */
  @Override
  public void close() {
    platform.shutdown().close();
  }
}
