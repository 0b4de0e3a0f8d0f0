package dev.gatehouse.bench;

/**
 * A row of the comparison.
 *
 * @param name for the command line
 * @param title for the table
 * @param server whose processor time counts
 * @param port of loopback
 * @param message what is called
 * @param asksRedis whether Redis works for its calls
 * @param ours whether it is this host
 */
record Case(String name, String title, Child server, int port, CallMessage message, boolean asksRedis, boolean ours) {

  /** The arguments of every call: the answer is 5. */
  static final String ARGUMENTS = "{\"a\":2,\"b\":3}";
}
