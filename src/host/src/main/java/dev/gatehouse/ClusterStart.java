package dev.gatehouse;

import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.config.ClusterConfig;

/** What edges and workers have in common at their start. */
final class ClusterStart {

  /** The secret of a cluster on loopback that has none: it keeps nothing from other users of the machine, and tells them apart from nobody. */
  private static final String NO_SECRET = "gatehouse on loopback, without a secret";

  private ClusterStart() {
  }

  /** The keys of a node. */
  static ClusterKeys keys(ClusterConfig cluster) {
    if (cluster.secret() != null) {
      return ClusterKeys.ofSecret(cluster.secret());
    }
    if (!cluster.tenants().isEmpty()) {
      return ClusterKeys.ofTenants(cluster.tenants());
    }
    Host.LOG.warn("cluster.secret: is not set; every user of this machine can read and answer calls between edges and workers");
    return ClusterKeys.ofSecret(NO_SECRET);
  }

  static StartException cannotJoin(ClusterConfig cluster, Throwable failure) {
    return new StartException("cannot join the cluster as " + cluster.host() + ":" + cluster.port()
        + " (cluster.host, cluster.port, cluster.members): " + failure.getMessage());
  }
}
