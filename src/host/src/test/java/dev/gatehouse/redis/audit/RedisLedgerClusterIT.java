package dev.gatehouse.redis.audit;

import dev.gatehouse.redis.OnCluster;

/** {@link RedisLedgerIT} against six nodes: no command and no script has keys in two slots. */
@OnCluster
class RedisLedgerClusterIT extends RedisLedgerIT {
}
