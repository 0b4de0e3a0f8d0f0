package dev.gatehouse.redis.report;

import dev.gatehouse.redis.OnCluster;

/** {@link ReportsIT} against six nodes. */
@OnCluster
class ReportsClusterIT extends ReportsIT {
}
