package dev.gatehouse.cluster.node;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import dev.gatehouse.config.ClusterConfig;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * The settings of Hazelcast: one bound address, no discovery but the named members, no clients, no REST, no phone home, and no code or
 * objects of other members but its own.
 */
final class HazelcastSettings {

  private static final String NAME = "gatehouse";
  /** Where vertx-hazelcast looks for the id of a node. */
  private static final String NODE_ID = "__vertx.nodeId";
  private static final String LOGGING = "hazelcast.logging.type";

  /** The same on all nodes. Few partitions: the map of subscriptions is small, and each has to move when an edge comes or goes. */
  private static final Map<String, String> PROPERTIES = Map.ofEntries(
      Map.entry(LOGGING, "slf4j"),
      Map.entry("hazelcast.phone.home.enabled", "false"),
      Map.entry("hazelcast.shutdownhook.enabled", "false"),
      Map.entry("hazelcast.socket.bind.any", "false"),
      Map.entry("hazelcast.health.monitoring.level", "OFF"),
      Map.entry("hazelcast.partition.count", "31"),
      // A member that is silent for this long is gone. Workers are left far sooner, by the pings of edges.
      Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
      Map.entry("hazelcast.max.no.heartbeat.seconds", "10"),
      // How soon parts of a cluster that was cut look for each other again.
      Map.entry("hazelcast.merge.first.run.delay.seconds", "3"),
      Map.entry("hazelcast.merge.next.run.delay.seconds", "2"),
      Map.entry("hazelcast.max.join.seconds", "10"),
      Map.entry("hazelcast.wait.seconds.before.join", "0"),
      Map.entry("hazelcast.max.wait.seconds.before.join", "1"),
      Map.entry("hazelcast.graceful.shutdown.max.wait", "2"),
      Map.entry("hazelcast.operation.call.timeout.millis", "5000"),
      Map.entry("hazelcast.operation.thread.count", "2"),
      Map.entry("hazelcast.operation.generic.thread.count", "2"),
      Map.entry("hazelcast.event.thread.count", "1"),
      Map.entry("hazelcast.io.thread.count", "1"));

  private HazelcastSettings() {
  }

  /**
   * The settings of a node.
   *
   * @param address the one to bind
   * @param id the node's id for Vert.x, kept when the member merges into another cluster
   * @param lite whether it keeps no data
   */
  static Config of(ClusterConfig cluster, InetAddress address, String id, boolean lite) {
    // Some of its loggers are static.
    System.setProperty(LOGGING, PROPERTIES.get(LOGGING));
    Config config = new Config().setClusterName(NAME).setLiteMember(lite);
    PROPERTIES.forEach(config::setProperty);
    config.setProperty("hazelcast.prefer.ipv4.stack", String.valueOf(!(address instanceof Inet6Address)));
    config.getMemberAttributeConfig().setAttribute(NODE_ID, id);
    config.getMetricsConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    // The default lists: classes of the JDK and of Hazelcast, without those known to be dangerous.
    config.getSerializationConfig().setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
    network(config.getAdvancedNetworkConfig(), cluster, address);
    return config;
  }

  /** With endpoints, a port speaks one protocol: that of members, and not that of clients. */
  private static void network(AdvancedNetworkConfig network, ClusterConfig cluster, InetAddress address) {
    ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig().setPort(cluster.port()).setPortAutoIncrement(false)
        .setReuseAddress(true);
    endpoint.getInterfaces().setEnabled(true).addInterface(address.getHostAddress());
    network.setEnabled(true).setMemberEndpointConfig(endpoint);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2).setMembers(members(cluster));
  }

  private static List<String> members(ClusterConfig cluster) {
    return cluster.members().stream().map(member -> member.matches(".*:\\d+") ? member : member + ":" + ClusterConfig.PORT).toList();
  }
}
