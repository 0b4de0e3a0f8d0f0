package dev.gatehouse;

import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.config.ClusterConfig;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.Role;
import dev.gatehouse.feature.LocalCodec;
import dev.gatehouse.http.connection.BoundedTransport;
import dev.gatehouse.http.connection.ConnectionLimits;
import dev.gatehouse.http.connection.Connections;
import dev.gatehouse.tenant.TempFolder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/**
 * Stage 1: the configuration is checked, the ports are free, and Vert.x runs.
 *
 * @param config what the host was started with
 * @param running what it runs with now
 * @param connections those to the public port
 * @param transport counts connections to every server socket
 * @param throttle of what is logged about refusals
 * @param shutdown what is to be closed
 */
record Platform(HostConfig config, RunningConfig running, Connections connections, BoundedTransport transport, Vertx vertx,
    LogThrottle throttle, Shutdown shutdown) {

  static final int EVENT_LOOPS = Runtime.getRuntime().availableProcessors();

  /**
   * Checks what can be checked without Redis and starts Vert.x. Blocks.
   *
   * @throws StartException when a port or the folder for temporary files cannot be had
   */
  static Platform start(HostConfig config, Role role, Shutdown shutdown) {
    TempFolder.fault().ifPresent(fault -> {
      throw new StartException(fault);
    });
    checkPort("admin", config.admin().host(), config.admin().port());
    if (role != Role.WORKER) {
      checkPort("http", config.http().host(), config.http().port());
    }
    if (role != Role.ALL) {
      checkPort("cluster", config.cluster().host(), config.cluster().port());
      checkBusPort(config.cluster());
    }
    LogThrottle throttle = new LogThrottle();
    Connections connections =
        new Connections("http", ConnectionLimits.of(config.http()), config.http().trustedProxies(), throttle);
    BoundedTransport transport = new BoundedTransport(connections);
    Vertx vertx = Vertx.builder().with(TempFolder.unusedBy(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS)))
        .withTransport(transport).build();
    shutdown.add("Vert.x", vertx::close);
    shutdown.addSync("the report of refusals", () -> throttle.reportAll(Host.LOG::info));
    LocalCodec.register(vertx.eventBus());
    return new Platform(config, new RunningConfig(config), connections, transport, vertx, throttle, shutdown);
  }

  /** Binds a port and releases it, before Redis and the plugins start. Another process may still take it later. */
  private static void checkPort(String section, String host, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      // As the server binds it: connections of a host that has just stopped do not count.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw StartException.cannotListen(section, host, port, e);
    }
  }

  private static void checkBusPort(ClusterConfig cluster) {
    try {
      checkPort("cluster", cluster.host(), cluster.busPort());
    } catch (StartException e) {
      throw new StartException(e.getMessage() + "; the event bus listens on the port " + ClusterConfig.BUS_PORT + " above cluster.port");
    }
  }

  /** The connections to the admin port, with limits of their own. */
  Connections operators() {
    return new Connections("admin", ConnectionLimits.ofAdmin(config.admin(), config.http().connections().headTimeout()), List.of(),
        throttle);
  }

  /** The longest that a call may take, by the settings that tenants have now. */
  Duration longestCall() {
    return config.calls().longest(running.tenants());
  }
}
