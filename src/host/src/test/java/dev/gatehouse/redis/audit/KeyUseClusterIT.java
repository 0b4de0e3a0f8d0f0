package dev.gatehouse.redis.audit;

import dev.gatehouse.redis.OnCluster;

/** {@link KeyUseIT} against six nodes: no command and no script has keys in two slots. */
@OnCluster
class KeyUseClusterIT extends KeyUseIT {
}
