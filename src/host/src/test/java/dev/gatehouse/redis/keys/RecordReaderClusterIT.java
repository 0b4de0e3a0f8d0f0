package dev.gatehouse.redis.keys;

import dev.gatehouse.redis.OnCluster;

/** {@link RecordReaderIT} against six nodes: no command and no script has keys in two slots. */
@OnCluster
class RecordReaderClusterIT extends RecordReaderIT {
}
