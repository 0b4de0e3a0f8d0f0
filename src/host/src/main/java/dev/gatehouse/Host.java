package dev.gatehouse;

import dev.gatehouse.config.HostConfig;
import dev.gatehouse.http.PublicUrl;
import dev.gatehouse.redis.embedded.EmbeddedRedis;
import dev.gatehouse.redis.keys.RedisKeyWriter;
import dev.gatehouse.tenant.Tenants;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running host. It is started in stages, each built from the one before. It uses no process-wide state: several can run in one JVM. */
public final class Host {

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
   * @see #start(HostConfig, LongSupplier)
   */
  public static Host start(HostConfig config) {
    return start(config, () -> 0);
  }

  /**
   * Starts a host. Blocks; never call it on an event loop.
   *
   * @param droppedLogLines how many lines of the process's log were dropped so far, for the metrics
   * @return the host, serving
   * @throws StartException when a port or the folder for temporary files cannot be had, or
   *     {@link dev.gatehouse.redis.link.RedisStartException} when Redis cannot: one sentence that names the setting; everything is stopped
   *     again then
   */
  public static Host start(HostConfig config, LongSupplier droppedLogLines) {
    Shutdown shutdown = new Shutdown();
    try {
      Platform platform = Platform.start(config, shutdown);
      Store store = Store.connect(platform).await();
      Protocol protocol = Protocol.wire(store, droppedLogLines).await();
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

  /** Applies the tenants' settings of another configuration; the rest of it needs a restart, which is logged. Thread-safe. */
  public void configure(Path file, HostConfig next) {
    platform.running().take(file, next);
    tenants.configure(next.tenants(), store.watch()::allChanged);
  }

  /** Reports the faults of a configuration, which is not applied. */
  public void refuseConfiguration(List<String> faults) {
    platform.running().refuse(faults);
  }

  /** What the host was started with. */
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

  /**
   * Stops: takes no new connection, lets what runs end or time out, closes streams, and the embedded Redis last. Blocks; what could
   * not be closed is in the log.
   */
  public void close() {
    platform.shutdown().close();
  }
}
