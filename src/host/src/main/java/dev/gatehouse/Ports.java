package dev.gatehouse;

import dev.gatehouse.config.HostConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks that the host's ports are free, before Redis and the plugins start. Another process may still take one later. */
final class Ports {

  private Ports() {
  }

  /**
   * Binds each port and releases it.
   *
   * @throws StartException when one cannot be had
   */
  static void check(HostConfig config) {
    check("admin", config.admin().host(), config.admin().port());
    check("http", config.http().host(), config.http().port());
  }

  private static void check(String section, String host, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      // As the server binds it: connections of a host that has just stopped do not count.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw cannotListen(section, host, port, e);
    }
  }

  static StartException cannotListen(String section, String host, int port, Throwable failure) {
    return new StartException("cannot listen on " + host + ":" + port + " (" + section + ".host, " + section + ".port): "
        + failure.getMessage());
  }
}
