package dev.gatehouse.redis.keys;

import dev.gatehouse.redis.OnCluster;

/** {@link CachedKeyStoreIT} against six nodes: no command and no script has keys in two slots. */
@OnCluster
class CachedKeyStoreClusterIT extends CachedKeyStoreIT {

  /** The replica of a master tells as well, so a change is told twice. */
  @Override
  void a_change_is_told_of_the_keys_that_it_concerns_and_of_no_others(String command, int concerned) {
    // Not a test here.
  }
}
