package dev.gatehouse.redis;

/** {@link LateWatchIT} against six nodes: no command and no script has keys in two slots. */
@OnCluster
class LateWatchClusterIT extends LateWatchIT {
}
