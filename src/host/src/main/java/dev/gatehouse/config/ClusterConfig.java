package dev.gatehouse.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of edges and workers. A process of the role {@link Role#ALL} has none.
 *
 * @param host the address to bind, by which the other nodes reach this one
 * @param port the port of the cluster's membership; 0 takes any free one. The event bus has the port {@link #BUS_PORT} above it
 * @param members the nodes to look for at the start, each as {@code host[:port]}: a worker names edges, an edge the other edges
 * @param secret what an edge derives the tenants' keys from; null for none
 * @param tenants of a worker, in place of the secret: by tenant its key, as 64 hex digits
 */
public record ClusterConfig(String host, int port, List<String> members, @Nullable String secret, Map<String, String> tenants) {

  /** The default of {@code port}, and that of members without one. */
  public static final int PORT = 5701;
  /** How far above {@code port} the event bus listens. */
  public static final int BUS_PORT = 1000;
  /** The highest port, so that the event bus has one. */
  static final int MOST_PORT = 65535 - BUS_PORT;

  /** A process on its own. */
  public static final ClusterConfig DEFAULT = new ClusterConfig("127.0.0.1", PORT, List.of(), null, Map.of());

  /** Copies the collections. */
  public ClusterConfig {
    members = List.copyOf(members);
    tenants = Map.copyOf(tenants);
  }

  /** Whether only this machine can reach the node. */
  public boolean loopback() {
    return HttpConfig.isLoopback(host);
  }

  /** The port of the event bus. */
  public int busPort() {
    return port == 0 ? 0 : port + BUS_PORT;
  }

  /** Whether a node with this configuration can have a tenant's key. On loopback, where no secret is set, there is one for everybody. */
  public boolean hasKey(String tenant) {
    return secret != null || tenants.isEmpty() || tenants.containsKey(tenant);
  }

  /** Without the secret and the keys. */
  @Override
  public String toString() {
    return "ClusterConfig[host=" + host + ", port=" + port + ", members=" + members + ", tenants=" + new TreeMap<>(tenants).keySet() + "]";
  }
}
