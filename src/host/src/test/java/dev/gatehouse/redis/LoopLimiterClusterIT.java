package dev.gatehouse.redis;

/** {@link LoopLimiterIT} against six nodes: no command and no script has keys in two slots. */
@OnCluster
class LoopLimiterClusterIT extends LoopLimiterIT {
}
