package dev.gatehouse.redis;

/** {@link RedisLimiterIT} against six nodes: no command and no script has keys in two slots. */
@OnCluster
class RedisLimiterClusterIT extends RedisLimiterIT {
}
