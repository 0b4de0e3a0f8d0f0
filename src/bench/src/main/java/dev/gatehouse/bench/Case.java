package dev.gatehouse.bench;

import java.time.Duration;
import java.util.List;

/**
 * A row of the comparison.
 *
 * @param name for the command line
 * @param title for the table
 * @param server whose processor time counts
 * @param helpers whose processor time counts, too: workers
 * @param port of loopback
 * @param message what is called
 * @param asksRedis whether Redis works for its calls
 * @param ours whether it is this host
 */
record Case(String name, String title, Child server, List<Child> helpers, int port, CallMessage message, boolean asksRedis, boolean ours) {

  /** The arguments of every call: the answer is 5. */
  static final String ARGUMENTS = "{\"a\":2,\"b\":3}";

  /** A row of one server. */
  Case(String name, String title, Child server, int port, CallMessage message, boolean asksRedis, boolean ours) {
    this(name, title, server, List.of(), port, message, asksRedis, ours);
  }

  /** What the helpers have used so far. */
  Duration helped() {
    return helpers.stream().map(Child::cpu).reduce(Duration.ZERO, Duration::plus);
  }
}
