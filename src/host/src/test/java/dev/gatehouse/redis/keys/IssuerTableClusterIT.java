package dev.gatehouse.redis.keys;

import dev.gatehouse.redis.OnCluster;

/** {@link IssuerTableIT} against six nodes: no command and no script has keys in two slots. */
@OnCluster
class IssuerTableClusterIT extends IssuerTableIT {

  /** Its script writes names of many slots. */
  @Override
  void more_than_fit_are_left_out_and_said_once() {
    // Not a test here.
  }

  /** The same. */
  @Override
  void many_other_names_do_not_hide_an_issuer() {
    // Not a test here.
  }
}
