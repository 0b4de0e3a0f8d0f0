package dev.gatehouse.redis.report;

import dev.gatehouse.redis.OnCluster;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** {@link KeySearchIT} against six nodes: the script reads records of its own node alone. */
@OnCluster
class KeySearchClusterIT extends KeySearchIT {

  @Test
  @Override
  @Disabled("the keys are made by a script on one node")
  void twenty_thousand_keys_are_found_in_bounded_rounds() {
    super.twenty_thousand_keys_are_found_in_bounded_rounds();
  }
}
