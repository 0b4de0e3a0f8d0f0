package dev.gatehouse.cluster.node;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The addresses of nodes on the clustered event bus. */
final class Addresses {

  /** Where workers announce themselves, to all edges. */
  static final String HELLO = "gatehouse/hello";
  /** Where edges that have just come ask all workers to announce themselves. */
  static final String WHO = "gatehouse/who";
  /** Where workers tell all edges of what their plugins announce. */
  static final String NEWS = "gatehouse/news";

  private static final int RANDOM_BYTES = 16;

  private Addresses() {
  }

  /**
   * A new address of a node, for example {@code worker/0f3a…}. Each start of a process has another, so that an address of a dead process,
   * which the cluster may remember, is never used again (vertx-hazelcast#196).
   */
  static String unique(String role) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return role + "/" + HexFormat.of().formatHex(random);
  }

  /** Where a worker answers pings and questions for its catalogue. */
  static String questions(String worker) {
    return worker + "/ask";
  }
}
