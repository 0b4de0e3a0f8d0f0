package dev.gatehouse;

import java.io.IOException;

/** A network namespace with one link to this one, which can be cut. Needs root and {@code ip} on Linux. */
final class CutNetwork implements AutoCloseable {

  private static int made;

  private final String name;
  private final String link;
  private final int net;

  private CutNetwork(int number) {
    long pid = ProcessHandle.current().pid();
    net = (int) ((pid + number) % 250);
    name = "gh" + pid % 100_000 + "-" + number;
    link = "v" + name;
  }

  /** A new one; null where this process may not make one. */
  static CutNetwork orNull() throws IOException, InterruptedException {
    CutNetwork network = new CutNetwork(++made);
    boolean there = run("ip netns add " + network.name) && run("ip link add " + network.link + " type veth peer name eth0 netns "
        + network.name) && run("ip addr add " + network.here() + "/30 dev " + network.link) && run("ip link set " + network.link + " up")
        && run("ip netns exec " + network.name + " ip addr add " + network.there() + "/30 dev eth0")
        && run("ip netns exec " + network.name + " ip link set eth0 up") && run("ip netns exec " + network.name + " ip link set lo up");
    if (!there) {
      network.close();
      return null;
    }
    return network;
  }

  String name() {
    return name;
  }

  /** The address of this side. */
  String here() {
    return "10.231." + net + ".1";
  }

  /** The address inside. */
  String there() {
    return "10.231." + net + ".2";
  }

  /** Loses every packet of both directions. The addresses stay. */
  void cut() throws IOException, InterruptedException {
    run("ip netns exec " + name + " ip link set eth0 down");
  }

  void mend() throws IOException, InterruptedException {
    run("ip netns exec " + name + " ip link set eth0 up");
  }

  private static boolean run(String command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command.split(" ")).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
          .waitFor() == 0;
    } catch (IOException none) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      run("ip link del " + link);
      run("ip netns del " + name);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
