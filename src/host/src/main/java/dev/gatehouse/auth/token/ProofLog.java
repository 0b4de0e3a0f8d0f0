package dev.gatehouse.auth.token;

import io.vertx.core.Future;

/** The port to the replay cache of DPoP proofs, which all hosts share (RFC 9449 section 11.1). Implemented in {@code redis}. */
@FunctionalInterface
public interface ProofLog {

  /**
   * Notes a proof.
   *
   * @param tenant whose token it accompanies
   * @param digest the proof's SHA-256, in hex digits
   * @return whether it is the first with this digest within the time for which proofs are accepted; fails when the store does not answer
   */
  Future<Boolean> first(String tenant, String digest);
}
