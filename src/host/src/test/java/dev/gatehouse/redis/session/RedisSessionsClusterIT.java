package dev.gatehouse.redis.session;

import dev.gatehouse.redis.OnCluster;

/** {@link RedisSessionsIT} against six nodes: no command and no script has keys in two slots. */
@OnCluster
class RedisSessionsClusterIT extends RedisSessionsIT {

  /** The replica of a master tells as well, and a record is read once more. */
  @Override
  void a_known_session_costs_no_round_trip_until_it_changes() {
    // Not a test here.
  }
}
