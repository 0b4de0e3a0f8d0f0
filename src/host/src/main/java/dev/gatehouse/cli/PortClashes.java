package dev.gatehouse.cli;

import dev.gatehouse.config.ClusterConfig;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.HttpConfig;
import dev.gatehouse.config.Role;
import java.util.ArrayList;
import java.util.List;

/** Finds ports that one process would bind twice. */
final class PortClashes {

  private static final String LOOPBACK = "127.0.0.1";

  /** A port to bind; 0 is any free one. */
  private record Socket(String field, String host, int port) {

    boolean clashes(Socket other) {
      return port != 0 && port == other.port
          && (HttpConfig.isWildcard(host) || HttpConfig.isWildcard(other.host) || host.equalsIgnoreCase(other.host)
              || HttpConfig.isLoopback(host) && HttpConfig.isLoopback(other.host));
    }
  }

  private PortClashes() {
  }

  /** Each clash a sentence that begins with the second field. */
  static List<String> of(HostConfig config, Role role) {
    List<Socket> sockets = sockets(config, role);
    List<String> clashes = new ArrayList<>();
    for (int second = 1; second < sockets.size(); second++) {
      Socket one = sockets.get(second);
      sockets.subList(0, second).stream().filter(one::clashes).findFirst().ifPresent(first -> clashes.add(
          one.field() + ": port " + one.port() + " is that of " + first.field() + "; take another"));
    }
    return clashes;
  }

  private static List<Socket> sockets(HostConfig config, Role role) {
    List<Socket> sockets = new ArrayList<>();
    if (role != Role.WORKER) {
      sockets.add(new Socket("http.port", config.http().host(), config.http().port()));
    }
    sockets.add(new Socket("admin.port", config.admin().host(), config.admin().port()));
    if (role != Role.WORKER && config.redis().url() == null) {
      sockets.add(new Socket("redis.embedded.port", LOOPBACK, config.redis().embedded().port()));
    }
    if (role != Role.ALL) {
      ClusterConfig cluster = config.cluster();
      sockets.add(new Socket("cluster.port", cluster.host(), cluster.port()));
      sockets.add(new Socket("cluster.port + " + ClusterConfig.BUS_PORT + " (the event bus)", cluster.host(), cluster.busPort()));
    }
    return sockets;
  }
}
